using System.Text;
using Moodstream.Abstractions.Posts;
using Moodstream.Inference.Reading;

namespace Moodstream.Inference.Tags;

/// <summary>
/// Finds the tags of a post: its hashtags (<c>#mondaymood</c>), its emoji (<c>😀</c>), and the source that it comes from
/// (<c>source:reddit</c>). Deterministic, and the same for training and serving.
/// </summary>
/// <remarks>
/// Texts are read as for words, so hashtags are in lower case, in plain letters and without accents; sources are brought to lower case and
/// to Unicode's compatibility form (NFKC). A hashtag starts where no word, path,
/// entity or other <c>#</c> runs into it, and has a letter: <c>C#</c>, <c>&amp;#39;</c>, <c>page/#top</c> and <c>#1</c> are none. Emoji
/// are those of <see cref="WordTokenizer"/>, emoticons among them, without skin tone and gender.
/// </remarks>
public static class PostTags
{
    /// <summary>UTF-16 code units of the longest hashtag or source; longer ones are no tags.</summary>
    public const int MaxTagLength = 128;

    /// <summary>What the tag of a source starts with.</summary>
    public const string SourcePrefix = "source:";

    /// <summary>Finds the tags.</summary>
    /// <param name="content">A post's content.</param>
    /// <returns>Each tag once, in no promised order; empty where there are none.</returns>
    public static IReadOnlySet<string> Of(PostContent content)
    {
        ArgumentNullException.ThrowIfNull(content);
        var tags = new HashSet<string>(StringComparer.Ordinal);
        if (content.Text is { Length: > 0 } text)
        {
            var read = CharacterReading.Read(text);
            AddHashtags(read, tags);
            AddEmoji(read, tags);
        }

        if (Normalize(content.Source ?? "") is { Length: > 0 and <= MaxTagLength } source)
        {
            tags.Add(SourcePrefix + source);
        }

        return tags;
    }

    private static void AddHashtags(ReadOnlySpan<char> text, HashSet<string> tags)
    {
        for (var start = NextSign(text, 0); start >= 0; start = NextSign(text, start + 1))
        {
            var length = LengthOfWord(text[(start + 1)..], out var hasLetter);
            if (hasLetter && length <= MaxTagLength && StartsFreely(text[..start]))
            {
                tags.Add("#" + text.Slice(start + 1, length).ToString().ToLowerInvariant());
            }
        }
    }

    private static int NextSign(ReadOnlySpan<char> text, int start)
    {
        var next = text[start..].IndexOf('#');
        return next < 0 ? -1 : start + next;
    }

    private static int LengthOfWord(ReadOnlySpan<char> text, out bool hasLetter)
    {
        var length = 0;
        hasLetter = false;
        while (Rune.DecodeFromUtf16(text[length..], out var rune, out var units) == System.Buffers.OperationStatus.Done
            && (WordRunes.IsWord(rune) || rune.Value == '_'))
        {
            hasLetter |= Rune.IsLetter(rune);
            length += units;
        }

        return length;
    }

    private static bool StartsFreely(ReadOnlySpan<char> before) =>
        Rune.DecodeLastFromUtf16(before, out var rune, out _) != System.Buffers.OperationStatus.Done
        || !(WordRunes.IsWord(rune) || rune.Value is '_' or '/' or '&' or '#');

    private static void AddEmoji(string text, HashSet<string> tags)
    {
        var tokens = WordTokenizer.EnumerateRead(text);
        while (tokens.MoveNext())
        {
            if (tokens.Kind == TokenKind.Emoji)
            {
                tags.Add(tokens.Current.ToString());
            }
        }
    }

    // Unlike string.Normalize, an encoder round trip takes any string: it replaces lone surrogates.
    private static string Normalize(string text) => Ascii.IsValid(text)
        ? text.Trim().ToLowerInvariant()
        : Encoding.UTF8.GetString(Encoding.UTF8.GetBytes(text)).Normalize(NormalizationForm.FormKC).Trim().ToLowerInvariant();
}
