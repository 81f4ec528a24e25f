using System.Collections.Frozen;
using System.Collections.Immutable;
using Moodstream.Inference.Languages;
using Moodstream.Inference.Reading;

namespace Moodstream.Inference.Text;

/// <summary>The words that a model knows, most frequent first; a word's id is its place in that order.</summary>
public sealed class Vocabulary
{
    private readonly FrozenDictionary<string, int>.AlternateLookup<ReadOnlySpan<char>> _ids;

    // The languages that each word speaks for: looking them up with every text would cost as much as the words themselves.
    private readonly uint[] _languages;

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

        _languages = [.. Words.Select(word => LanguageTable.MaskOf(word))];
        _ids = ids.ToFrozenDictionary(StringComparer.Ordinal).GetAlternateLookup<ReadOnlySpan<char>>();
    }

    /// <summary>The words, by id.</summary>
    public ImmutableArray<string> Words { get; }

    /// <summary>Finds a token.</summary>
    /// <param name="token">A token of <see cref="WordTokenizer"/>.</param>
    /// <returns>Its id, or -1.</returns>
    public int Find(ReadOnlySpan<char> token) => _ids.TryGetValue(token, out var id) ? id : -1;

    /// <summary>
    /// Turns a text into ids; tokens that the vocabulary lacks are passed over and do not count, but for an emoji that it lacks stand the
    /// words that say what it means.
    /// </summary>
    /// <param name="text">Any string.</param>
    /// <param name="ids">Receives the ids of the first tokens, as many as it can hold.</param>
    /// <returns>How many there are.</returns>
    public int Encode(string text, Span<int> ids)
    {
        var tally = default(TextTally);
        return Encode(text, ids, ref tally);
    }

    /// <summary>Turns a text into ids, and counts what could be read.</summary>
    /// <param name="text">Any string.</param>
    /// <param name="ids">Receives the ids of the first tokens, as many as it can hold.</param>
    /// <param name="tally">Receives what was read of the text.</param>
    /// <returns>How many ids there are.</returns>
    internal int Encode(string text, Span<int> ids, ref TextTally tally)
    {
        var count = 0;
        var tokens = WordTokenizer.Enumerate(text);
        while (count < ids.Length && tokens.MoveNext())
        {
            var token = tokens.Current;
            var id = Find(token);
            if (id >= 0)
            {
                ids[count++] = id;
            }

            switch (tokens.Kind)
            {
                case TokenKind.Word:
                    tally.AddWord(token[0], tokens.IsDrawnOut ? 0 : id >= 0 ? _languages[id] : LanguageTable.MaskOf(token), isKnown: id >= 0);
                    break;

                case TokenKind.Emoji:
                    var meaning = id >= 0 ? 0 : EncodeMeaning(token, ids[count..]);
                    count += meaning;
                    tally.AddEmoji(isKnown: id >= 0 || meaning > 0);
                    break;
            }
        }

        return count;
    }

    /// <summary>Turns a text into ids, as many as it has.</summary>
    /// <param name="text">Any string.</param>
    public int[] Encode(string text)
    {
        var ids = new int[MostIds(text)];
        return ids[..Encode(text, ids)];
    }

    /// <summary>A bound for the ids of a text: no token has fewer than one character, and no emoji more words than it has here.</summary>
    internal static int MostIds(string text) => EmojiTable.MostWords * Math.Min(text.Length, WordTokenizer.MaxTextLength);

    private int EncodeMeaning(ReadOnlySpan<char> emoji, Span<int> ids)
    {
        var count = 0;
        foreach (var word in EmojiTable.WordsOf(emoji))
        {
            if (count < ids.Length && Find(word) is >= 0 and var id)
            {
                ids[count++] = id;
            }
        }

        return count;
    }
}
