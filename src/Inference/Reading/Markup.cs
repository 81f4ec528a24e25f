using System.Buffers;
using System.Collections.Frozen;
using System.Net;

namespace Moodstream.Inference.Reading;

/// <summary>Entities and tags of HTML.</summary>
internal static class Markup
{
    // An entity in an entity in an entity is the most that copying makes.
    private const int Depth = 3;

    private const int LongestTag = 1_024;

    private const string Remark = "<!--";
    private const string RemarkEnd = "-->";

    private static readonly SearchValues<char> Brackets = SearchValues.Create("<>");

    private static readonly FrozenSet<string>.AlternateLookup<ReadOnlySpan<char>> Elements = FrozenSet.Create(
        StringComparer.OrdinalIgnoreCase,
        "a", "abbr", "b", "big", "blockquote", "body", "br", "center", "cite", "code", "dd", "del", "div", "dl", "dt", "em", "font", "h1", "h2", "h3",
        "h4", "h5", "h6", "head", "hr", "html", "i", "img", "ins", "li", "mark", "ol", "p", "pre", "q", "s", "script", "section", "small", "span",
        "strike", "strong", "style", "sub", "sup", "table", "tbody", "td", "th", "thead", "tr", "tt", "u", "ul", "video").GetAlternateLookup<ReadOnlySpan<char>>();

    /// <summary>Replaces entities by what they stand for, also those of an entity's own ampersand.</summary>
    public static string Decode(string text)
    {
        for (var depth = 0; depth < Depth && text.Contains('&') && text.Contains(';'); depth++)
        {
            var decoded = WebUtility.HtmlDecode(text);
            if (decoded.Length == text.Length)
            {
                return text;
            }

            text = decoded;
        }

        return text;
    }

    /// <summary>
    /// Characters of the tag that a text begins with, and of what a page does not show: remarks, and the content of scripts and styles.
    /// </summary>
    /// <returns>0 where it begins with none. What only looks like one is text: <c>&lt;3</c>.</returns>
    public static int TagLength(ReadOnlySpan<char> text)
    {
        if (text.StartsWith(Remark))
        {
            return text.IndexOf(RemarkEnd) is >= 0 and var remark ? remark + RemarkEnd.Length : 0;
        }

        var start = text.Length > 1 && text[1] == '/' ? 2 : 1;
        var name = text[start..];
        var length = 0;
        while (length < name.Length && char.IsAsciiLetterOrDigit(name[length]))
        {
            length++;
        }

        if (!Elements.Contains(name[..length]) || (length < name.Length && name[length] is not ('>' or '/' or ' ' or '\t' or '\n' or '\r')))
        {
            return 0;
        }

        var end = text[1..Math.Min(text.Length, LongestTag)].IndexOfAny(Brackets);
        if (end < 0 || text[end + 1] != '>')
        {
            return 0;
        }

        return end + 2 + (start == 1 ? HiddenLength(text[(end + 2)..], name[..length]) : 0);
    }

    /// <summary>Characters before the tag that ends a script or a style; 0 where it does not end, and after other tags.</summary>
    private static int HiddenLength(ReadOnlySpan<char> text, ReadOnlySpan<char> element)
    {
        var closing = element.Equals("script", StringComparison.OrdinalIgnoreCase) ? "</script"
            : element.Equals("style", StringComparison.OrdinalIgnoreCase) ? "</style"
            : null;
        return closing is null ? 0 : Math.Max(0, text.IndexOf(closing, StringComparison.OrdinalIgnoreCase));
    }
}
