using System.Security.Cryptography;
using System.Text;
using System.Text.Json.Nodes;
using Moodstream.Inference.Bundles;
using Moodstream.Inference.Manifest;
using Moodstream.Inference.Models;
using Moodstream.Inference.Options;
using Moodstream.TestKit;

namespace Moodstream.EndToEnd.Tests.Harness;

/// <summary>The model bundles that come with the repository.</summary>
internal static class Bundle
{
    /// <summary>The one that loads fastest.</summary>
    public const string Words = "words";

    /// <summary>The golden example of a text without a word that any model knows.</summary>
    private const string Unreadable = "zzqx";

    public static void Require(string name = "default") =>
        Assert.SkipUnless(File.Exists(Path.Combine(Repository.Bundle(name), BundleManifest.FileName)), $"This checkout has no models/{name}.");

    /// <summary>The argument that names the model which a silo begins with; none where other arguments are about models.</summary>
    public static string[] Argument(string? model, IEnumerable<string> others) =>
        model is null || others.Any(static arg => arg.StartsWith("--Models:", StringComparison.Ordinal)) ? [] : [$"--Models:Active={model}"];

    public static Task<IEmotionModel> LoadAsync(CancellationToken cancellationToken) => LoadAsync("default", cancellationToken);

    public static Task<IEmotionModel> LoadAsync(string name, CancellationToken cancellationToken) =>
        ModelBundle.LoadAsync(Repository.Bundle(name), new InferenceOptions { Devices = "cpu" }, cancellationToken: cancellationToken);

    /// <summary>Copies a bundle and gives its labels other names, as if somebody had trained it on labels of their own.</summary>
    public static void Relabel(string name, string target, params string[] labels)
    {
        Copy(name, target);
        var file = Path.Combine(target, BundleManifest.FileName);
        var manifest = File.ReadAllText(file);
        var old = JsonNode.Parse(manifest)!;
        foreach (var (from, to) in old["labels"]!.AsArray().Select(label => label!.ToString()).Zip(labels))
        {
            manifest = manifest.Replace($"    \"{from}\"", $"    \"{to}\"", StringComparison.Ordinal);
        }

        WriteVersioned(file, AnswerEvenly(Path.Combine(target, old["golden"]!.ToString()), manifest, labels.Length));
    }

    /// <summary>Copies a bundle, with a head that never comes to an end.</summary>
    public static void CopyEndless(string name, string target)
    {
        Copy(name, target);
        var file = Path.Combine(target, BundleManifest.FileName);
        var manifest = File.ReadAllText(file);
        var head = Path.Combine(target, JsonNode.Parse(manifest)!["head"]!.ToString());
        var before = EntryOf(head);
        File.WriteAllBytes(head, EndlessNetwork.Of(File.ReadAllBytes(head)));
        WriteVersioned(file, manifest.Replace(before, EntryOf(head), StringComparison.Ordinal));
    }

    private static void WriteVersioned(string file, string manifest)
    {
        var unversioned = manifest.Replace($"\"version\": \"{JsonNode.Parse(manifest)!["version"]}\"", "\"version\": \"\"", StringComparison.Ordinal);
        var version = Convert.ToHexStringLower(SHA256.HashData(Encoding.UTF8.GetBytes(unversioned.TrimEnd())))[..12];
        File.WriteAllText(file, unversioned.Replace("\"version\": \"\"", $"\"version\": \"{version}\"", StringComparison.Ordinal));
    }

    /// <summary>
    /// Mends the golden examples that a model cannot read: they are answered with "neutral" where it has such a label, with all labels alike where it has not.
    /// </summary>
    /// <returns>The manifest, with the file's hash and length.</returns>
    private static string AnswerEvenly(string golden, string manifest, int labels)
    {
        var before = EntryOf(golden);
        var examples = JsonNode.Parse(File.ReadAllText(golden))!;
        foreach (var example in examples["examples"]!.AsArray().Where(example => example!["text"]?.ToString() == Unreadable))
        {
            example!["fused"] = new JsonArray([.. Enumerable.Repeat(1f / labels, labels).Select(value => JsonValue.Create(value))]);
            example["opinions"]!["text"] = example["fused"]!.DeepClone();
        }

        File.WriteAllText(golden, examples.ToJsonString());
        return manifest.Replace(before, EntryOf(golden), StringComparison.Ordinal);
    }

    private static string EntryOf(string file)
    {
        var bytes = File.ReadAllBytes(file);
        return $"""
            "{Convert.ToHexStringLower(SHA256.HashData(bytes))}",
                  "bytes": {bytes.Length}
            """;
    }

    /// <summary>Copies a bundle.</summary>
    public static void Copy(string name, string target)
    {
        foreach (var file in Directory.EnumerateFiles(Repository.Bundle(name), "*", SearchOption.AllDirectories))
        {
            var copy = Path.Combine(target, Path.GetRelativePath(Repository.Bundle(name), file));
            Directory.CreateDirectory(Path.GetDirectoryName(copy)!);
            File.Copy(file, copy);
        }
    }
}
