using System.Runtime.CompilerServices;

namespace Moodstream.Inference.Reading;

/// <summary>Where the words of a hashtag end.</summary>
internal ref struct HashtagCuts
{
    /// <summary>Most words of a hashtag.</summary>
    public const int Most = 24;

    private const int LongestTag = 100;

    // Price of a letter that belongs to no word, as a natural logarithm; more than any word costs.
    private const float Unknown = 14;

    private Places _places;
    private int _count;
    private int _next;

    /// <summary>Cuts a hashtag.</summary>
    /// <param name="tag">Its letters, digits and underscores.</param>
    /// <param name="start">Where it begins in the text.</param>
    public HashtagCuts(ReadOnlySpan<char> tag, int start)
    {
        if (tag.Length > LongestTag)
        {
            return;
        }

        for (var from = 0; from < tag.Length;)
        {
            var length = LengthOfPart(tag[from..]);
            CutPart(tag.Slice(from, length), start + from);
            from += length;
        }
    }

    /// <summary>Whether a word must end at a place; places must be asked for in order.</summary>
    public bool EndsAt(int place)
    {
        while (_next < _count && _places[_next] < place)
        {
            _next++;
        }

        return _next < _count && _places[_next] == place;
    }

    /// <summary>The part up to the next change between letters, digits and underscores, or between small and capital letters.</summary>
    private static int LengthOfPart(ReadOnlySpan<char> tag)
    {
        var length = 1;
        while (length < tag.Length && !IsCut(tag, length))
        {
            length++;
        }

        return length;
    }

    private static bool IsCut(ReadOnlySpan<char> tag, int place)
    {
        var (before, after) = (tag[place - 1], tag[place]);
        return char.IsLetter(before) != char.IsLetter(after)
            || (char.IsUpper(after) && (char.IsLower(before) || (place + 1 < tag.Length && char.IsLower(tag[place + 1]))));
    }

    private void CutPart(ReadOnlySpan<char> part, int start)
    {
        if (part.Length < 4 || part.Length > WordList.LongestWord * 2)
        {
            Add(start + part.Length);
            return;
        }

        Span<char> word = stackalloc char[part.Length];
        part.ToLowerInvariant(word);
        Span<byte> lengths = stackalloc byte[part.Length];
        var count = Split(word, lengths);
        for (var i = count - 1; i >= 0; i--)
        {
            start += lengths[i];
            Add(start);
        }
    }

    /// <summary>
    /// The likeliest words, each being as likely as its rank says (Zipf's law): the cheapest sum of logarithms, by dynamic programming.
    /// </summary>
    /// <returns>How many words there are; their lengths stand in <paramref name="lengths"/>, the last word's first. One where a letter would be left.</returns>
    private static int Split(ReadOnlySpan<char> letters, Span<byte> lengths)
    {
        Span<float> costs = stackalloc float[letters.Length + 1];
        Span<byte> last = stackalloc byte[letters.Length + 1];
        costs[0] = 0;
        var zipf = MathF.Log(MathF.Log(WordList.Count));
        for (var end = 1; end <= letters.Length; end++)
        {
            costs[end] = float.MaxValue;
            for (var length = 1; length <= Math.Min(end, WordList.LongestWord); length++)
            {
                var rank = WordList.RankOf(letters.Slice(end - length, length));
                var cost = rank >= 0 ? MathF.Log(rank + 1) + zipf : Unknown * length;
                if (costs[end - length] + cost < costs[end])
                {
                    costs[end] = costs[end - length] + cost;
                    last[end] = (byte)length;
                }
            }
        }

        var count = 0;
        for (var end = letters.Length; end > 0; end -= last[end])
        {
            lengths[count++] = last[end];
            if (WordList.RankOf(letters.Slice(end - last[end], last[end])) < 0)
            {
                lengths[0] = (byte)letters.Length;
                return 1;
            }
        }

        return count;
    }

    private void Add(int place)
    {
        if (_count < Most)
        {
            _places[_count++] = place;
        }
    }

    [InlineArray(Most)]
    private struct Places
    {
        private int _first;
    }
}
