using System.Collections.Frozen;

namespace Moodstream.Inference.Reading;

/// <summary>Recognises emoticons, and names the emoji that each stands for.</summary>
internal static class Emoticons
{
    private const string Smile = "🙂";
    private const string Sad = "☹";
    private const string Cry = "😭";
    private const string Blank = "😑";
    private const string Heart = "❤";
    private const string BrokenHeart = "💔";

    // The longest of the table, with a nose.
    private const int Longest = 4;

    // A face with more mouths is read as several.
    private const int MostMouths = 32;

    private static readonly FrozenDictionary<string, string>.AlternateLookup<ReadOnlySpan<char>> Faces = TableFile.Read("emoticons.txt")
        .Select(line => line.Split('\t'))
        .ToFrozenDictionary(parts => parts[0], parts => parts[1], StringComparer.Ordinal)
        .GetAlternateLookup<ReadOnlySpan<char>>();

    // Those that lie on no side; a star stands for any number of the sign before it.
    private static readonly (string Form, string Emoji)[] Upright =
    [
        ("^_*^", Smile), ("^.^", Smile), ("^-^", Smile), ("^^", Smile), ("T_*T", Cry), ("T.T", Cry), (";_*;", Cry), ("-_*-", Blank), ("-.-", Blank),
        (">_*<", "😣"), (">.<", "😣"), ("o_*O", "😳"), ("O_*o", "😳"), ("o.O", "😳"), ("O.o", "😳"), ("O_*O", "😳"), ("o_*o", "😳"),
        ("(:", Smile), ("(-:", Smile), ("(=", Smile), ("):", Sad), (")-:", Sad), (")':", Cry), ("<3*", Heart), ("</3*", BrokenHeart), ("< 3", Heart),
    ];

    /// <summary>Whether an emoticon can begin with a character.</summary>
    public static bool MayBegin(char c) => c is ':' or ';' or '=' or '<' or '>' or '^' or '-' or '(' or ')' or '8' or 'x' or 'X' or 'T' or 'D' or 'o' or 'O' or '\\';

    /// <summary>Reads the emoticon at a place.</summary>
    /// <param name="text">The whole text.</param>
    /// <param name="start">Where it may begin.</param>
    /// <param name="emoji">What it stands for.</param>
    /// <returns>Characters that it takes, repeated mouths included; 0 where there is none.</returns>
    public static int Match(string text, int start, out string emoji)
    {
        emoji = "";
        var rest = text.AsSpan(start);
        var before = start == 0 || IsAfterHeart(text.AsSpan(0, start)) ? ' ' : text[start - 1];
        if (!BeginsFreely(before, rest))
        {
            return 0;
        }

        foreach (var (form, meaning) in Upright)
        {
            if (rest[0] == form[0] && LengthOf(rest, form) is > 0 and var length && EndsFreely(rest, length) && IsMeant(form, text, start, length, before))
            {
                emoji = meaning;
                return length;
            }
        }

        if (char.IsLetterOrDigit(before) && (!IsMouthAlone(rest) || (rest[1] == 'D' && IsCode(text, start, 2))))
        {
            return 0;
        }

        return MatchFace(rest, isInBrackets: rest is [_, 'o' or 'O', ')', ..] && IsInBrackets(text.AsSpan(0, start)), out emoji);
    }

    /// <summary>An emoticon follows a space, another sign, or a word where nothing but a round mouth or a heart is meant: <c>reply:)</c>.</summary>
    private static bool BeginsFreely(char before, ReadOnlySpan<char> rest) =>
        char.IsWhiteSpace(before) || (!char.IsLetterOrDigit(before) && before is not ('<' or '/' or ':' or '=' or '\\')) || (rest[0] == '<') || IsMouthAlone(rest);

    private static bool IsMouthAlone(ReadOnlySpan<char> rest) =>
        rest is [':' or ';', ')' or '(', ..] or [':' or ';', '-', ')' or '(' or 'D', ..] or [':', 'D', ..] or [':', '\'', '(', ..];

    /// <summary>Whether a heart or a laugh that runs into what stands before it is a comparison or a part of code: <c>a&lt;3</c>, <c>10:D</c>, <c>(mode:D)</c>.</summary>
    private static bool IsCode(string text, int start, int length)
    {
        var before = text[start - 1];
        var isVariable = before is not ('u' or 'U' or 'I') && (start == 1 || !char.IsLetterOrDigit(text[start - 2]));
        return char.IsDigit(before) || isVariable || (start + length < text.Length && text[start + length] == ')' && IsAloneInBrackets(text.AsSpan(0, start)));
    }

    private static bool IsAloneInBrackets(ReadOnlySpan<char> before) => before.LastIndexOfAny('(', ' ', '\n') is >= 0 and var place && before[place] == '(';

    private static bool IsAfterHeart(ReadOnlySpan<char> before) => before[^1] == '3' && before.TrimEnd('3').EndsWith('<');

    private static bool IsInBrackets(ReadOnlySpan<char> before) => before.LastIndexOf('(') > before.LastIndexOf(')');

    private static int LengthOf(ReadOnlySpan<char> text, string form)
    {
        var length = 0;
        for (var i = 0; i < form.Length; i++)
        {
            if (form[i] == '*')
            {
                while (length < text.Length && text[length] == form[i - 1])
                {
                    length++;
                }
            }
            else if (length < text.Length && text[length] == form[i])
            {
                length++;
            }
            else
            {
                return 0;
            }
        }

        return length;
    }

    /// <summary>What could be arithmetic or the end of a bracket must stand for itself.</summary>
    private static bool IsMeant(string form, string text, int start, int length, char before) => form switch
    {
        "<3*" when char.IsLetterOrDigit(before) => !IsCode(text, start, length),
        "< 3" => char.IsWhiteSpace(before) && text.Length == start + length,
        "(:" or "(-:" or "(=" or "):" or ")-:" or ")':" or "^^" => char.IsWhiteSpace(before),
        ";_*;" or "-_*-" => length > 2,
        _ => true,
    };

    private static int MatchFace(ReadOnlySpan<char> text, bool isInBrackets, out string emoji)
    {
        emoji = "";
        Span<char> face = stackalloc char[Longest];
        var place = text[0] is '>' or 'o' or 'O' && text.Length > 1 && text[1] is ':' or '8' or '=' ? 1 : 0;
        text[..place].CopyTo(face);
        if (text[place] is not (':' or ';' or '=' or '8' or 'x' or 'X' or '<' or 'D' or '\\'))
        {
            return 0;
        }

        face[place] = text[place] is '=' ? ':' : text[place];
        var length = place + 1;
        var hasTear = length + 1 < text.Length && (text[length] == '\'' || text[length..] is [',', '-' or '(' or ')', ..]);
        if (hasTear)
        {
            length++;
        }

        // In brackets ":o)" ends with them.
        var hasNose = length < text.Length && (text[length] is '-' or '^' or '~' || (!isInBrackets && text[place..] is [':' or ';' or '=', 'o' or 'O', ')' or '(', ..]));
        if (hasNose)
        {
            length++;
        }

        hasNose |= hasTear;

        // Without a nose, an eight is a number and an equals sign is one.
        if (length >= text.Length || (!hasNose && text[place] == '8') || (!hasNose && text[place] == '=' && char.IsLetterOrDigit(text[length]) && text[length] is not ('D' or 'P' or 'p')))
        {
            return 0;
        }

        var count = place + 1;
        if (hasTear)
        {
            face[count++] = '\'';
        }

        var mouth = text[length];
        face[count++] = mouth switch { ']' or '}' => ')', '[' or '{' => '(', '\\' => '/', _ => mouth };
        while (length < text.Length && text[length] == mouth && length < MostMouths)
        {
            length++;
        }

        if (!Faces.TryGetValue(face[..count], out var meaning))
        {
            // A wink changes no mouth.
            face[place] = face[place] == ';' ? ':' : face[place];
            if (!Faces.TryGetValue(face[..count], out meaning))
            {
                return 0;
            }
        }

        emoji = meaning;
        return EndsFreely(text, length) ? length : 0;
    }

    /// <summary>What follows must be no word: <c>:Perhaps</c>, <c>note:(see</c>, <c>10:30</c>, <c>&lt;3.5</c>.</summary>
    private static bool EndsFreely(ReadOnlySpan<char> text, int length) =>
        length == text.Length || char.IsWhiteSpace(text[length]) || char.IsSurrogate(text[length])
            || (text[length] is '.' or ',' && (length + 1 == text.Length || !char.IsAsciiDigit(text[length + 1])))
            || text[length] is '!' or '?' or ')' or '"' or ';' or '…' or ':' or '<' or '*' or '_' or '#' or '@' || text[length] > '\u2190';
}
