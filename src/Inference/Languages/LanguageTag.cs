namespace Moodstream.Inference.Languages;

/// <summary>BCP 47 tags as posts bring them.</summary>
public static class LanguageTag
{
    /// <summary>The language of a tag, such as <c>en</c> of <c>en-GB</c>; null where it says none (<c>und</c>, <c>zxx</c>, <c>mul</c> and the like).</summary>
    public static string? LanguageOf(string? tag)
    {
        if (string.IsNullOrEmpty(tag))
        {
            return null;
        }

        var end = tag.AsSpan().IndexOfAny('-', '_');
        var language = (end < 0 ? tag : tag[..end]).ToLowerInvariant();
        return language is "und" or "zxx" or "mul" or "mis" or "art" or "qme" or "qst" or "" ? null : language is "nb" or "nn" ? "no" : language is "in" ? "id" : language is "iw" ? "he" : language;
    }
}
