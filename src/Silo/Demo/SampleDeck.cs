using System.Text.Json;
using System.Text.Json.Nodes;
using Moodstream.Abstractions.Posts;
using Moodstream.Silo.Startup;

namespace Moodstream.Silo.Demo;

/// <summary>
/// The sample posts: lines of <c>posts.jsonl</c>, each a post as in the contract without <c>createdAt</c>, usually
/// without <c>id</c>, and with <c>"image": {"file": "images/x.jpg"}</c> where it has a picture. Lines with the same
/// <c>id</c> are parts of one post.
/// </summary>
internal sealed class SampleDeck
{
    private const string FileName = "posts.jsonl";

    private readonly PostCompleter _completer;
    private readonly List<List<JsonObject>> _posts;

    private SampleDeck(PostCompleter completer, List<List<JsonObject>> posts)
    {
        _completer = completer;
        _posts = posts;
    }

    /// <summary>Reads the samples.</summary>
    /// <param name="path">Their folder, or null to look for <c>samples</c>.</param>
    /// <param name="time">Clock.</param>
    /// <exception cref="StartupException">They are not there, or not as they should be.</exception>
    public static SampleDeck Load(string? path, TimeProvider time)
    {
        var folder = path ?? ProgramFolders.Find("samples");
        var file = folder is null ? null : Path.Combine(folder, FileName);
        if (!File.Exists(file))
        {
            throw new StartupException(
                $"--demo finds no samples at {file ?? "samples/" + FileName}; set Demo:Path to a folder with {FileName}, or start without --demo.");
        }

        var lines = File.ReadAllLines(file)
            .Select((line, index) => (Line: line, Number: index + 1))
            .Where(entry => !string.IsNullOrWhiteSpace(entry.Line))
            .Select(entry => Parse(file, folder!, entry.Line, entry.Number))
            .ToList();
        if (lines.Count == 0)
        {
            throw new StartupException($"--demo finds no posts in {file}; set Demo:Path to another folder, or start without --demo.");
        }

        var posts = lines.GroupBy(line => line["id"]?.ToString() ?? Guid.NewGuid().ToString()).Select(parts => parts.ToList()).ToList();
        return new SampleDeck(new PostCompleter(time) { PictureFolder = folder }, posts);
    }

    /// <summary>Deals all posts once, in a random order, the parts of one post after each other.</summary>
    /// <param name="random">Source of the order.</param>
    /// <returns>Authors and posts, each post made complete when it is asked for; ids differ from deal to deal.</returns>
    public IEnumerable<(string UserId, ReadOnlyMemory<byte> Json)> Deal(Random random)
    {
        var order = _posts.ToArray();
        random.Shuffle(order);
        foreach (var parts in order)
        {
            var id = _completer.MakeId();
            foreach (var part in parts)
            {
                var post = part.DeepClone().AsObject();
                post["id"] = id;
                yield return (post["userId"]!.ToString(), _completer.Complete(JsonSerializer.SerializeToUtf8Bytes(post)));
            }
        }
    }

    private static JsonObject Parse(string file, string folder, string line, int number)
    {
        try
        {
            var post = JsonNode.Parse(line)?.AsObject() ?? throw new JsonException("A post is an object.");
            if (post["image"] is JsonObject image && !File.Exists(PictureOf(folder, image)))
            {
                throw new StartupException($"{file}, line {number}: there is no picture {image["file"]}; add it, or start without --demo.");
            }

            return post;
        }
        catch (Exception exception) when (exception is JsonException or InvalidOperationException)
        {
            throw new StartupException($"{file}, line {number} is no JSON object; correct it, or start without --demo.");
        }
    }

    private static string? PictureOf(string folder, JsonObject image) =>
        image["file"] is { } name ? Path.Combine(folder, name.ToString()) : null;
}
