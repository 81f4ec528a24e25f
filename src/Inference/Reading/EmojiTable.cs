using System.Collections.Frozen;
using System.Text;

namespace Moodstream.Inference.Reading;

/// <summary>Emoji, and the words that say what they mean, by which a model reads those that it never met.</summary>
public static class EmojiTable
{
    /// <summary>Most words of an emoji.</summary>
    internal const int MostWords = 4;

    // Characters of the longest emoji, such as a family of four.
    private const int Longest = 16;

    // A word, which models know: of the flags they have met few, with whatever was said of those countries.
    private const string Flag = "flag";

    private const char Joiner = '\u200D';

    private static readonly FrozenDictionary<string, (string Emoji, string[] Words)>.AlternateLookup<ReadOnlySpan<char>> Entries = Load();

    /// <summary>The words of an emoji, in lower case; none where the table lacks it.</summary>
    /// <param name="emoji">An emoji as <see cref="WordTokens"/> gives it.</param>
    public static IReadOnlyList<string> WordsOf(ReadOnlySpan<char> emoji) => Entries.TryGetValue(emoji, out var entry) ? entry.Words : [];

    /// <summary>
    /// Reads an emoji at the start of a text: the longest that the table has, so that a sequence with a meaning of its own is one emoji,
    /// and one that only adds a person's sex is the emoji without it.
    /// </summary>
    /// <param name="text">A text without variation selectors and skin tones.</param>
    /// <param name="emoji">The emoji, in its one spelling.</param>
    /// <returns>Characters that it takes; 0 where the text does not begin with an emoji.</returns>
    internal static int Match(ReadOnlySpan<char> text, out string emoji)
    {
        var whole = LengthOfSequence(text);
        for (var length = whole; length > 0; length--)
        {
            if (Entries.TryGetValue(text[..length], out var entry))
            {
                emoji = entry.Emoji;
                return whole;
            }
        }

        emoji = "";
        return 0;
    }

    private static int LengthOfSequence(ReadOnlySpan<char> text)
    {
        var length = LengthOfRune(text);
        if (IsRegional(text) && IsRegional(text[length..]))
        {
            return 2 * length;
        }

        while (length < text.Length && text[length] == Joiner && LengthOfRune(text[(length + 1)..]) is > 0 and var next && length + next < Longest)
        {
            length += 1 + next;
        }

        return length;
    }

    private static int LengthOfRune(ReadOnlySpan<char> text) =>
        Rune.DecodeFromUtf16(text, out _, out var units) == System.Buffers.OperationStatus.Done ? units : 0;

    private static bool IsRegional(ReadOnlySpan<char> text) => text.Length > 1 && text[0] == '\uD83C' && text[1] is >= '\uDDE6' and <= '\uDDFF';

    private static FrozenDictionary<string, (string Emoji, string[] Words)>.AlternateLookup<ReadOnlySpan<char>> Load()
    {
        var entries = new Dictionary<string, (string Emoji, string[] Words)>(StringComparer.Ordinal);
        foreach (var line in TableFile.Read("emoji.txt"))
        {
            var parts = line.Split('\t');
            // Letters and digits with a frame, such as keycaps, are read as what they frame.
            if (!char.IsAscii(parts[0][0]))
            {
                entries.Add(parts[0], (parts[0], parts[1].Split(' ')));
            }
        }

        var heart = entries["❤"];
        entries["♥"] = heart;
        entries["♡"] = heart;
        ReadAlike(entries);
        return entries.ToFrozenDictionary(StringComparer.Ordinal).GetAlternateLookup<ReadOnlySpan<char>>();
    }

    /// <summary>What says nothing of a mood must not change the answer: a person's sex, and which country a flag is of.</summary>
    private static void ReadAlike(Dictionary<string, (string Emoji, string[] Words)> entries)
    {
        foreach (var emoji in entries.Keys.ToList())
        {
            if (IsRegional(emoji))
            {
                entries[emoji] = (Flag, [Flag]);
            }
            else if (emoji is [.. var plain, Joiner, '♀' or '♂'] && entries.TryGetValue(plain, out var entry))
            {
                entries[emoji] = entry;
            }
        }

        entries[Flag] = (Flag, [Flag]);
    }
}
