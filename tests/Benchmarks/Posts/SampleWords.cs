using System.Text.Json;
using Moodstream.TestKit;

namespace Moodstream.Benchmarks.Posts;

/// <summary>Texts of 100 to 300 bytes, 200 on average, made of the words of the samples: words as people write them, none of them all alike.</summary>
internal sealed class SampleWords
{
    private const int ShortestText = 100;
    private const int LongestText = 300;

    private readonly string[] _words = Read();

    /// <summary>Makes a text.</summary>
    /// <param name="number">Decides which one.</param>
    public string Text(int number)
    {
        var random = new Random(number);
        var length = random.Next(ShortestText, LongestText + 1);
        return string.Create(length, (Words: _words, Random: random), static (text, state) =>
        {
            while (!text.IsEmpty)
            {
                var word = state.Words[state.Random.Next(state.Words.Length)].AsSpan();
                word = word[..Math.Min(word.Length, text.Length)];
                word.CopyTo(text);
                text = text[word.Length..];
                if (!text.IsEmpty)
                {
                    text[0] = ' ';
                    text = text[1..];
                }
            }
        });
    }

    private static string[] Read() =>
    [
        .. File.ReadLines(Path.Combine(Repository.Root, "samples", "posts.jsonl"))
            .Select(static line => JsonDocument.Parse(line).RootElement)
            .Where(static post => post.TryGetProperty("text", out _))
            .SelectMany(static post => post.GetProperty("text").GetString()!.Split(' ', StringSplitOptions.RemoveEmptyEntries))
            .Where(static word => word.All(char.IsAscii)),
    ];
}
