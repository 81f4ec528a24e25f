using System.Net;
using System.Text;

namespace Moodstream.Inference.Text;

/// <summary>
/// Splits a social post into the tokens that word vectors are looked up by. Deterministic, and the same for training and
/// serving.
/// </summary>
/// <remarks>
/// <para>
/// Words are lower-cased, of any script; Latin letters lose their accents, as in the GloVe vectors; Han and kana become a token
/// per character; hyphens split. Contractions are expanded to words that pretrained vocabularies have: <c>don't</c> becomes
/// <c>do not</c>, <c>we'll</c> becomes <c>we will</c>; a possessive <c>'s</c> is dropped.
/// </para>
/// <para>
/// What carries feeling is kept: <c>!</c>, <c>?</c>, <c>…</c>, the sarcasm mark <c>/s</c>, emoji (without skin tone and gender),
/// and emoticons by class. Markers follow the preprocessing of the Twitter GloVe vectors
/// (https://nlp.stanford.edu/projects/glove/preprocess-twitter.rb): <c>&lt;url&gt;</c>, <c>&lt;user&gt;</c>, <c>&lt;number&gt;</c>,
/// <c>&lt;smile&gt;</c>, <c>&lt;sadface&gt;</c>, <c>&lt;lolface&gt;</c>, <c>&lt;neutralface&gt;</c>, <c>&lt;heart&gt;</c>, and after
/// the token that they speak of <c>&lt;repeat&gt;</c> (<c>!!!</c>), <c>&lt;elong&gt;</c> (<c>sooo</c>) and <c>&lt;allcaps&gt;</c>
/// (the first of adjacent words in capitals). Hashtags are split into their words. The masks of GoEmotions
/// are read as what they stand for: <c>[NAME]</c> is a <c>&lt;user&gt;</c>, <c>[RELIGION]</c> the word.
/// </para>
/// </remarks>
public static class WordTokenizer
{
    /// <summary>UTF-16 code units that are read of a text; what follows is ignored.</summary>
    public const int MaxTextLength = 16_384;

    /// <summary>UTF-16 code units of the longest token; longer words are cut.</summary>
    public const int MaxTokenLength = WordTokens.Capacity;

    /// <summary>Splits a text without an allocation per token.</summary>
    /// <param name="text">Any string, malformed surrogates included.</param>
    public static WordTokens Enumerate(string text)
    {
        ArgumentNullException.ThrowIfNull(text);
        return new WordTokens(Normalize(text));
    }

    /// <summary>Splits a text.</summary>
    /// <param name="text">Any string, malformed surrogates included.</param>
    /// <returns>The tokens in order; empty where the text has none.</returns>
    public static List<string> Tokenize(string text)
    {
        var tokens = new List<string>();
        foreach (var token in Enumerate(text))
        {
            tokens.Add(token.ToString());
        }

        return tokens;
    }

    private static string Normalize(string text)
    {
        if (text.Length > MaxTextLength)
        {
            text = text[..MaxTextLength];
        }

        if (text.Contains('&') && text.Contains(';'))
        {
            text = WebUtility.HtmlDecode(text);
        }

        return NeedsFolding(text) ? Fold(text) : text;
    }

    private static bool NeedsFolding(string text)
    {
        if (Ascii.IsValid(text))
        {
            return false;
        }

        foreach (var c in text)
        {
            if (char.IsSurrogate(c) || c is >= '\u00A8' and < '\u0370' or >= '\u1E00' and < '\u1F00')
            {
                return true;
            }
        }

        return !text.IsNormalized(NormalizationForm.FormKC);
    }

    /// <summary>Compatibility forms become plain letters, and Latin letters lose their accents; other scripts keep theirs.</summary>
    private static string Fold(string text)
    {
        var decomposed = ReplaceLoneSurrogates(text).Normalize(NormalizationForm.FormKD);
        var folded = new StringBuilder(decomposed.Length);
        var afterLatin = false;
        foreach (var c in decomposed)
        {
            var isAccent = c is >= '\u0300' and < '\u0370';
            if (isAccent && afterLatin)
            {
                continue;
            }

            afterLatin = isAccent ? afterLatin : char.IsLetter(c) && c < '\u0250';
            folded.Append(c);
        }

        return folded.ToString().Normalize(NormalizationForm.FormKC);
    }

    private static string ReplaceLoneSurrogates(string text)
    {
        for (var i = 0; i < text.Length; i++)
        {
            if (!char.IsSurrogate(text[i]))
            {
                continue;
            }

            if (i + 1 < text.Length && char.IsSurrogatePair(text[i], text[i + 1]))
            {
                i++;
                continue;
            }

            // An encoder round trip replaces every lone surrogate by U+FFFD.
            return Encoding.UTF8.GetString(Encoding.UTF8.GetBytes(text));
        }

        return text;
    }
}
