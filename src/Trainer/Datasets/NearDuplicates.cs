using System.IO.Hashing;
using System.Runtime.InteropServices;
using Moodstream.Inference.Reading;

namespace Moodstream.Trainer.Datasets;

/// <summary>
/// Finds texts that nearly repeat another one. A text is the set of its tokens and of its pairs of neighbouring tokens, as models read
/// them, and two texts are near duplicates where these sets have at least four fifths of their union in common (Jaccard). Texts of fewer
/// than four tokens are none, since many people write the same few words.
/// </summary>
/// <remarks>
/// Every pair is found, not most of them: sorted by rarity, two sets that alike must share one of their first few members (Chaudhuri,
/// Ganti and Kaushik, <i>A primitive operator for similarity joins in data cleaning</i>, ICDE 2006), and only texts that do are compared.
/// </remarks>
internal sealed class NearDuplicates
{
    private const double Least = 0.8;
    private const int LeastTokens = 4;

    private readonly Dictionary<ulong, int> _frequencies = [];
    private readonly Dictionary<ulong, List<ulong[]>> _byPrefix = [];

    /// <summary>Takes the texts that others may repeat.</summary>
    /// <param name="texts">The texts.</param>
    public NearDuplicates(IEnumerable<string> texts)
    {
        ulong[][] sets = [.. texts.Distinct().Select(SetOf).Where(set => set.Length > 0)];
        foreach (ulong member in sets.SelectMany(set => set))
        {
            CollectionsMarshal.GetValueRefOrAddDefault(_frequencies, member, out _)++;
        }

        foreach (ulong[] set in sets)
        {
            Array.Sort(set, ByRarity);
            foreach (ulong member in Prefix(set))
            {
                (CollectionsMarshal.GetValueRefOrAddDefault(_byPrefix, member, out _) ??= []).Add(set);
            }
        }
    }

    /// <summary>Whether a text nearly repeats one of those.</summary>
    public bool Has(string text)
    {
        ulong[] set = SetOf(text);
        Array.Sort(set, ByRarity);
        HashSet<ulong> members = [.. set];
        foreach (ulong member in Prefix(set))
        {
            if (_byPrefix.GetValueOrDefault(member)?.Any(other => AreAlike(members, other)) == true)
            {
                return true;
            }
        }

        return false;
    }

    private static bool AreAlike(HashSet<ulong> members, ulong[] other)
    {
        if (Math.Min(members.Count, other.Length) < Least * Math.Max(members.Count, other.Length))
        {
            return false;
        }

        int common = other.Count(members.Contains);
        return common >= Least * (members.Count + other.Length - common);
    }

    private static ReadOnlySpan<ulong> Prefix(ulong[] sorted) =>
        sorted.AsSpan(0, sorted.Length == 0 ? 0 : sorted.Length - (int)Math.Ceiling(Least * sorted.Length) + 1);

    /// <summary>Hashes of tokens and of pairs of neighbours, each once; none for a text of too few tokens.</summary>
    private static ulong[] SetOf(string text)
    {
        HashSet<ulong> members = [];
        ulong before = 0;
        int tokens = 0;
        foreach (var token in WordTokenizer.Enumerate(text))
        {
            ulong hash = XxHash3.HashToUInt64(MemoryMarshal.AsBytes(token));
            members.Add(hash);
            if (tokens++ > 0)
            {
                members.Add(unchecked((before * 31) + hash));
            }

            before = hash;
        }

        return tokens < LeastTokens ? [] : [.. members];
    }

    private int ByRarity(ulong first, ulong second)
    {
        int byFrequency = _frequencies.GetValueOrDefault(first).CompareTo(_frequencies.GetValueOrDefault(second));
        return byFrequency != 0 ? byFrequency : first.CompareTo(second);
    }
}
