using System.Buffers;
using System.Globalization;
using System.Text;

namespace Moodstream.Inference.Reading;

/// <summary>
/// Brings a text to one spelling, character by character: entities, tags and broken encodings are undone, letters in fancy forms become
/// plain ones, Latin letters lose their accents, every apostrophe and dash is the one of ASCII, and what nobody sees is dropped.
/// Takes time in proportion to the length of the text.
/// </summary>
internal static class CharacterReading
{
    /// <summary>UTF-16 code units that are read of a text; what follows is ignored.</summary>
    public const int MaxLength = 16_384;

    // More accents on a letter than any language has.
    private const int MostMarks = 4;

    // England, Scotland and Wales have a black flag with tags, of whose first this is the beginning; that of their country takes no more room.
    private const string TaggedFlag = "🏴\uDB40";
    private const string Flag = "🇬🇧";

    // Of a text of these alone nothing changes.
    private static readonly SearchValues<char> Plain = SearchValues.Create(
        "abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNOPQRSTUVWXYZ0123456789 \t\n\r!\"#$%'()*+,-./:;=?@[\\]^_{|}~");

    /// <summary>Reads a text.</summary>
    /// <param name="text">Any string, malformed surrogates included.</param>
    /// <returns>The text itself where it is plain.</returns>
    public static string Read(string text)
    {
        if (text.Length > MaxLength)
        {
            text = text[..MaxLength];
        }

        if (!text.AsSpan().ContainsAnyExcept(Plain))
        {
            return text;
        }

        text = Respell(Mojibake.Mend(Markup.Decode(text)));
        if (!Ascii.IsValid(text))
        {
            text = Fold(text);
        }

        return text.Length > MaxLength ? text[..MaxLength] : text;
    }

    private static string Respell(string text)
    {
        var rented = ArrayPool<char>.Shared.Rent(text.Length);
        try
        {
            var length = 0;
            var marks = 0;
            for (var i = 0; i < text.Length; i++)
            {
                var c = text[i];
                if (char.IsAscii(c))
                {
                    marks = 0;
                    i += SkipAscii(text.AsSpan(i), out var kept);
                    if (kept == '`')
                    {
                        kept = IsLetter(text, i - 1) && IsLetter(text, i + 1) ? '\'' : ' ';
                    }

                    if (kept != '\0')
                    {
                        rented[length++] = kept;
                    }
                }
                else if (char.IsSurrogate(c))
                {
                    marks = 0;
                    if (i + TaggedFlag.Length < text.Length && text.AsSpan(i).StartsWith(TaggedFlag) && char.IsLowSurrogate(text[i + TaggedFlag.Length]))
                    {
                        Flag.CopyTo(rented.AsSpan(length));
                        length += Flag.Length;
                        i += TaggedFlag.Length;
                    }
                    else if (i + 1 < text.Length && char.IsSurrogatePair(c, text[i + 1]))
                    {
                        length += AppendPair(c, text[++i], rented.AsSpan(length));
                    }
                }
                else if (IsMark(c))
                {
                    if (marks++ < MostMarks)
                    {
                        rented[length++] = c;
                    }
                }
                else if (IsBlank(c))
                {
                    marks = 0;
                    if (!BreaksWord(text, i))
                    {
                        rented[length++] = ' ';
                    }
                }
                else if (!IsInvisible(c) || (c == '\u200D' && JoinsEmoji(text, i)))
                {
                    marks = 0;
                    rented[length++] = LetterForms.Plain(c);
                }
            }

            return new string(rented, 0, length);
        }
        finally
        {
            ArrayPool<char>.Shared.Return(rented);
        }
    }

    /// <summary>Reads an ASCII character and the markup that it may begin.</summary>
    /// <returns>Characters beyond the first that are dropped.</returns>
    private static int SkipAscii(ReadOnlySpan<char> text, out char kept)
    {
        kept = text[0];
        switch (kept)
        {
            case '<' when Markup.TagLength(text) is > 0 and var length:
                kept = ' ';
                return length - 1;

            // A hidden remark: >!like this!<
            case '>' when text.Length > 2 && text[1] == '!' && !char.IsWhiteSpace(text[2]):
            case '!' when text.Length > 1 && text[1] == '<' && (text.Length == 2 || text[2] is not ('3' or '/')):
                kept = ' ';
                return 1;

            case < ' ' and not ('\t' or '\n' or '\r') or '\u007F':
                kept = '\0';
                return 0;

            default:
                return 0;
        }
    }

    private static int AppendPair(char high, char low, Span<char> target)
    {
        if (high == '\uD83C')
        {
            if (LetterForms.Framed(low) is not '\0' and var letter)
            {
                target[0] = letter;
                return 1;
            }

            // Skin tones.
            if (low is >= '\uDFFB' and <= '\uDFFF')
            {
                return 0;
            }
        }

        // Tags and variation selectors of the highest plane.
        if (high is '\uDB40' or '\uDB41')
        {
            return 0;
        }

        target[0] = high;
        target[1] = low;
        return 2;
    }

    private static bool IsLetter(string text, int place) => place >= 0 && place < text.Length && char.IsLetter(text[place]);

    private static bool IsMark(char c) => c is >= '\u0300' and <= '\u036F' or >= '\u1AB0' and <= '\u1AFF' or >= '\u1DC0' and <= '\u1DFF' or >= '\u20D0' and <= '\u20DF';

    /// <summary>Controls, joiners, marks of direction, soft hyphens, selectors and frames.</summary>
    private static bool IsInvisible(char c) =>
        c is >= '\u0080' and <= '\u009F' or '\u00AD' or '\u034F' or '\u061C' or '\u115F' or '\u1160' or '\u17B4' or '\u17B5' or >= '\u180B' and <= '\u180F'
            or >= '\u200B' and <= '\u200F' or >= '\u202A' and <= '\u202E' or >= '\u2060' and <= '\u206F' or >= '\u20E0' and <= '\u20F0'
            or >= '\uFE00' and <= '\uFE0F' or '\uFEFF' or >= '\uFFF0';

    /// <summary>Letters and signs that show nothing: people indent with them, and break words up.</summary>
    private static bool IsBlank(char c) => c is '\u2800' or '\u3164' or '\uFFA0';

    /// <summary>Whether a blank stands alone between two letters.</summary>
    private static bool BreaksWord(string text, int place) =>
        IsLetter(text, place - 1) && IsLetter(text, place + 1) && !IsBlank(text[place - 1]) && !IsBlank(text[place + 1]);

    /// <summary>Whether a joiner stands between two signs, as in emoji that are made of several.</summary>
    private static bool JoinsEmoji(string text, int place) => place > 0 && place + 1 < text.Length && IsSign(text[place - 1]) && IsSign(text[place + 1]);

    private static bool IsSign(char c) => char.IsSurrogate(c) || c is >= '\u2190' and <= '\u2BFF' or '\uFE0F';

    /// <summary>Compatibility forms become plain letters, and Latin letters lose their accents; other scripts keep theirs.</summary>
    private static string Fold(string text)
    {
        var decomposed = text.Normalize(NormalizationForm.FormKD);
        var folded = new StringBuilder(decomposed.Length);
        var afterLatin = false;
        var hasOthers = false;
        foreach (var c in decomposed)
        {
            var isAccent = IsMark(c);
            if (isAccent && afterLatin)
            {
                continue;
            }

            afterLatin = isAccent ? afterLatin : c < '\u0250' && char.IsLetter(c);
            hasOthers |= !char.IsAscii(c) && (isAccent || char.GetUnicodeCategory(c) is UnicodeCategory.OtherLetter or UnicodeCategory.NonSpacingMark);
            folded.Append(c);
        }

        return hasOthers ? folded.ToString().Normalize(NormalizationForm.FormKC) : folded.ToString();
    }
}
