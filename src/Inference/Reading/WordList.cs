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

    private static readonly FrozenDictionary<string, int> Ranks = TableFile.Read("words.txt")
        .Where(line => line.Length > 0)
        .Select((word, rank) => (word, rank))
        .ToFrozenDictionary(pair => pair.word, pair => pair.rank, StringComparer.Ordinal);

    private static readonly FrozenDictionary<string, int>.AlternateLookup<ReadOnlySpan<char>> RanksOfSpans = Ranks.GetAlternateLookup<ReadOnlySpan<char>>();

    /// <summary>Number of words.</summary>
    public static int Count => Ranks.Count;

    /// <summary>The place of a word, 0 being the most frequent; -1 where it is none.</summary>
    /// <param name="word">Lower-case letters.</param>
    public static int RankOf(ReadOnlySpan<char> word) => RanksOfSpans.TryGetValue(word, out var rank) ? rank : -1;

    /// <summary>The words of conversation.</summary>
    public static IEnumerable<string> Everyday => TableFile.Read("words.txt").TakeWhile(line => line.Length > 0);
}
