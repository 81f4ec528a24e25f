using System.Numerics;

namespace Moodstream.Inference.Reading;

/// <summary>Finds the word that an elongated one stands for.</summary>
internal static class ElongatedWord
{
    /// <summary>Runs of letters that are tried one by one; beyond, every run is one letter.</summary>
    public const int MostRuns = 4;

    // People draw out "too" and "off", hardly ever "to" and "of": a word that has the letter twice counts as that much more frequent.
    private const float Doubled = 1 / 32f;

    /// <summary>
    /// Of <c>coool</c> it cannot be told whether <c>cool</c> or <c>col</c> was meant: the most frequent word wins, each run being tried as
    /// one letter and as two. Where there is no such word, every run is one letter.
    /// </summary>
    /// <param name="word">The word, of every run the first two letters; receives what was found.</param>
    /// <param name="runs">Places of the second letters, ascending.</param>
    /// <returns>Letters of what was found.</returns>
    public static int Shorten(Span<char> word, ReadOnlySpan<int> runs)
    {
        Span<char> candidate = stackalloc char[word.Length];
        var (best, bestRank) = (0, float.MaxValue);
        for (var kept = 0; kept < 1 << runs.Length; kept++)
        {
            var rank = WordList.RankOf(candidate[..Write(word, runs, kept, candidate)]);
            var weighed = (rank + 1) * MathF.Pow(Doubled, BitOperations.PopCount((uint)kept));
            if (rank >= 0 && weighed < bestRank)
            {
                (best, bestRank) = (kept, weighed);
            }
        }

        var length = Write(word, runs, best, candidate);
        candidate[..length].CopyTo(word);
        return length;
    }

    /// <summary>Writes the word with the second letters of those runs that <paramref name="kept"/> has a bit for.</summary>
    private static int Write(ReadOnlySpan<char> word, ReadOnlySpan<int> runs, int kept, Span<char> target)
    {
        var length = 0;
        var run = 0;
        for (var i = 0; i < word.Length; i++)
        {
            if (run < runs.Length && runs[run] == i)
            {
                if ((kept & (1 << run++)) == 0)
                {
                    continue;
                }
            }

            target[length++] = word[i];
        }

        return length;
    }
}
