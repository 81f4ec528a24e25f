using System.Collections.Frozen;
using System.Collections.Immutable;

namespace Moodstream.Inference.Text;

/// <summary>The words that a model knows, most frequent first; a word's id is its place in that order.</summary>
public sealed class Vocabulary
{
    private readonly FrozenDictionary<string, int>.AlternateLookup<ReadOnlySpan<char>> _ids;

    /// <summary>Makes a vocabulary.</summary>
    /// <param name="words">Distinct tokens as <see cref="WordTokenizer"/> makes them, most frequent first.</param>
    /// <exception cref="ArgumentException">A word stands in it twice.</exception>
    public Vocabulary(IEnumerable<string> words)
    {
        Words = [.. words];
        var ids = new Dictionary<string, int>(Words.Length, StringComparer.Ordinal);
        foreach (var word in Words)
        {
            if (!ids.TryAdd(word, ids.Count))
            {
                throw new ArgumentException($"The vocabulary holds its word {ids.Count} twice.", nameof(words));
            }
        }

        _ids = ids.ToFrozenDictionary(StringComparer.Ordinal).GetAlternateLookup<ReadOnlySpan<char>>();
    }

    /// <summary>The words, by id.</summary>
    public ImmutableArray<string> Words { get; }

    /// <summary>Finds a token.</summary>
    /// <param name="token">A token of <see cref="WordTokenizer"/>.</param>
    /// <returns>Its id, or -1.</returns>
    public int Find(ReadOnlySpan<char> token) => _ids.TryGetValue(token, out var id) ? id : -1;

    /// <summary>Turns a text into ids; tokens that the vocabulary lacks are passed over and do not count.</summary>
    /// <param name="text">Any string.</param>
    /// <param name="ids">Receives the ids of the first tokens, as many as it can hold.</param>
    /// <returns>How many there are.</returns>
    public int Encode(string text, Span<int> ids)
    {
        var count = 0;
        var tokens = WordTokenizer.Enumerate(text);
        while (count < ids.Length && tokens.MoveNext())
        {
            var id = tokens.IsElongated ? FindElongated(tokens.Current) : Find(tokens.Current);
            if (id >= 0)
            {
                ids[count++] = id;
            }
        }

        return count;
    }

    /// <summary>Turns a text into ids; tokens that the vocabulary lacks are passed over and do not count.</summary>
    /// <param name="text">Any string.</param>
    /// <param name="maxTokens">Most ids to return, at least 1.</param>
    public int[] Encode(string text, int maxTokens)
    {
        var ids = new int[maxTokens];
        return ids[..Encode(text, ids)];
    }

    /// <summary>
    /// Of <c>coool</c> it cannot be told whether <c>cool</c> or <c>col</c> was meant: the more frequent word wins.
    /// </summary>
    private int FindElongated(ReadOnlySpan<char> token)
    {
        Span<char> single = stackalloc char[WordTokenizer.MaxTokenLength];
        var length = 0;
        foreach (var c in token)
        {
            if (length == 0 || single[length - 1] != c)
            {
                single[length++] = c;
            }
        }

        var (twice, once) = (Find(token), Find(single[..length]));
        return twice < 0 ? once : once < 0 ? twice : Math.Min(twice, once);
    }
}
