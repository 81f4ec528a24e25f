using System.Collections.Frozen;

namespace Moodstream.Inference.Reading;

/// <summary>
/// English words by how often people write them. By it are chosen the words of a hashtag without capitals and the word that an elongated
/// one stands for, and English is told from other languages.
/// </summary>
internal static class WordList
{
    /// <summary>Letters of the longest word.</summary>
    public const int LongestWord = 23;

    private static readonly FrozenDictionary<string, int>.AlternateLookup<ReadOnlySpan<char>> Ranks = Load(out EverydayWords, out WordCount);
    private static readonly int EverydayWords;
    private static readonly int WordCount;

    /// <summary>Number of words.</summary>
    public static int Count => WordCount;

    /// <summary>The place of a word, 0 being the most frequent; -1 where it is none.</summary>
    /// <param name="word">Lower-case letters.</param>
    public static int RankOf(ReadOnlySpan<char> word) => Ranks.TryGetValue(word, out var rank) ? rank : -1;

    /// <summary>Whether a word is one of conversation.</summary>
    /// <param name="word">Lower-case letters.</param>
    public static bool IsEveryday(ReadOnlySpan<char> word) => Ranks.TryGetValue(word, out var rank) && rank < EverydayWords;

    private static FrozenDictionary<string, int>.AlternateLookup<ReadOnlySpan<char>> Load(out int everyday, out int count)
    {
        var ranks = new Dictionary<string, int>(StringComparer.Ordinal);
        everyday = 0;
        foreach (var line in TableFile.Read("words.txt"))
        {
            if (line.Length == 0)
            {
                everyday = ranks.Count;
            }
            else
            {
                ranks.Add(line, ranks.Count);
            }
        }

        count = ranks.Count;
        return ranks.ToFrozenDictionary(StringComparer.Ordinal).GetAlternateLookup<ReadOnlySpan<char>>();
    }
}
