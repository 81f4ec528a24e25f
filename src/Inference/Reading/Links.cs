using System.Buffers;
using System.Collections.Frozen;

namespace Moodstream.Inference.Reading;

/// <summary>Finds addresses: of pages with or without a scheme, of mail, and of people.</summary>
internal static class Links
{
    // The longest address of mail and name of a host (RFC 5321, RFC 1035), roughly.
    private const int LongestName = 320;

    private const int LongestScheme = 16;

    // Endings of hosts that are not also the words that begin the next sentence.
    private static readonly FrozenSet<string>.AlternateLookup<ReadOnlySpan<char>> TopLevels = FrozenSet.Create(
        StringComparer.OrdinalIgnoreCase,
        "com", "org", "net", "edu", "gov", "mil", "int", "info", "biz", "io", "co", "tv", "app", "dev", "xyz", "online", "site", "shop", "blog", "news",
        "tech", "club", "cloud", "page", "link", "social", "eu", "uk", "de", "fr", "es", "pt", "nl", "ch", "se", "fi", "dk", "pl", "cz", "hu", "ro",
        "gr", "tr", "ru", "ua", "jp", "cn", "kr", "hk", "tw", "sg", "ph", "vn", "au", "nz", "ca", "mx", "br", "ar", "cl", "za", "ng", "ke", "il", "ir",
        "gg", "ly", "gl", "fm", "example", "test", "invalid", "onion").GetAlternateLookup<ReadOnlySpan<char>>();

    private static readonly SearchValues<char> NameCharacters = SearchValues.Create("abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNOPQRSTUVWXYZ0123456789._%+-");

    private static readonly SearchValues<char> UrlCharacters = SearchValues.Create(
        "abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNOPQRSTUVWXYZ0123456789-._~:/?#@!$&*+,;=%(");

    /// <summary>Whether a character after letters or digits may mean that an address began with them.</summary>
    public static bool MayContinue(char c) => c is ':' or '.' or '@' or '-' or '_' or '+' or '%';

    /// <summary>Reads the address that a text begins with.</summary>
    /// <param name="text">Begins with a letter or digit of ASCII.</param>
    /// <param name="isPerson">Whether it is one of mail.</param>
    /// <returns>Characters that it takes; 0 where there is none.</returns>
    public static int Match(ReadOnlySpan<char> text, out bool isPerson)
    {
        isPerson = false;
        var name = NameLength(text);
        var rest = text[name..];
        if (name <= LongestScheme && rest.StartsWith("://"))
        {
            return name + UrlLength(rest);
        }

        if (rest is ['@', ..] && HostLength(rest[1..], anyEnding: true) is > 0 and var host)
        {
            isPerson = true;
            return name + 1 + host;
        }

        if (text.StartsWith("www.", StringComparison.OrdinalIgnoreCase))
        {
            return UrlLength(text);
        }

        return HostLength(text, anyEnding: false) is > 0 and var length
            ? length + (length < text.Length && text[length] is '/' or ':' or '?' or '#' ? UrlLength(text[length..]) : 0)
            : 0;
    }

    /// <summary>Characters of a person's handle after its <c>@</c>, with the host where it names one; 0 where there is none.</summary>
    public static int HandleLength(ReadOnlySpan<char> text)
    {
        var length = 0;
        while (length < text.Length && (char.IsLetterOrDigit(text[length]) || text[length] == '_'))
        {
            length++;
        }

        return length > 0 && length < text.Length && text[length] == '@' && HostLength(text[(length + 1)..], anyEnding: true) is > 0 and var host
            ? length + 1 + host
            : length;
    }

    /// <summary>The name of a host: parts with points between them, the last of which is an ending of hosts.</summary>
    private static int HostLength(ReadOnlySpan<char> text, bool anyEnding)
    {
        var name = text[..NameLength(text)].TrimEnd("._%+-");
        var ending = name[(name.LastIndexOf('.') + 1)..];
        var isHost = ending.Length < name.Length && name[0] != '.' && (anyEnding ? ending.Length > 1 && char.IsAsciiLetter(ending[0]) : TopLevels.Contains(ending));
        return isHost && (name.Length == text.Length || !char.IsLetterOrDigit(text[name.Length])) ? name.Length : 0;
    }

    private static int NameLength(ReadOnlySpan<char> text)
    {
        var bounded = text[..Math.Min(text.Length, LongestName)];
        var end = bounded.IndexOfAnyExcept(NameCharacters);
        return end < 0 ? bounded.Length : end;
    }

    /// <summary>A page's address ends where its characters do; marks at its end belong to the sentence.</summary>
    private static int UrlLength(ReadOnlySpan<char> text)
    {
        var end = text.IndexOfAnyExcept(UrlCharacters);
        return text[..(end < 0 ? text.Length : end)].TrimEnd(".,;:!?(*").Length;
    }
}
