namespace Moodstream.Inference.Reading;

/// <summary>
/// Splits a social post into the tokens that word vectors are looked up by. Deterministic, and the same for training and
/// serving.
/// </summary>
/// <remarks>
/// <para>
/// Words are lower-cased, of any script; Latin letters lose their accents, as in the GloVe vectors; Han and kana become a token
/// per character; hyphens split. Contractions are expanded to words that pretrained vocabularies have: <c>don't</c> becomes
/// <c>do not</c>, <c>we'll</c> becomes <c>we will</c>, also without the apostrophe where no other word can be meant; a possessive
/// <c>'s</c> is dropped. Elongated words are the words that they stand for, masked swear words are the swear words, hashtags are split
/// into their words.
/// </para>
/// <para>
/// What carries feeling is kept: <c>!</c>, <c>?</c>, <c>…</c>, the sarcasm mark <c>/s</c>, emoji (without skin tone and gender, once
/// however often they are repeated, a country's flag as the word), and emoticons by the emoji that they stand for. Markers follow the
/// preprocessing of the Twitter GloVe vectors (https://nlp.stanford.edu/projects/glove/preprocess-twitter.rb): <c>&lt;user&gt;</c>,
/// <c>&lt;number&gt;</c>, and after a mark <c>&lt;repeat&gt;</c> (<c>!!!</c>). Addresses of pages say nothing and are dropped. The masks
/// of GoEmotions are read as what they stand for: <c>[NAME]</c> is a <c>&lt;user&gt;</c>, <c>[RELIGION]</c> the word.
/// </para>
/// </remarks>
public static class WordTokenizer
{
    /// <summary>UTF-16 code units that are read of a text; what follows is ignored.</summary>
    public const int MaxTextLength = CharacterReading.MaxLength;

    /// <summary>UTF-16 code units of the longest token; longer words are none.</summary>
    public const int MaxTokenLength = WordTokens.Capacity;

    /// <summary>
    /// The version of this way of reading. It changes whenever common texts are read as other tokens; a model works only with the one that
    /// it was trained with. It stays where a rare spelling comes to be read as the common one, which every model knows.
    /// </summary>
    public const int Version = 2;

    /// <summary>Splits a text without an allocation per token.</summary>
    /// <param name="text">Any string, malformed surrogates included.</param>
    public static WordTokens Enumerate(string text)
    {
        ArgumentNullException.ThrowIfNull(text);
        return new WordTokens(CharacterReading.Read(text));
    }

    /// <summary>Splits a text whose characters are read.</summary>
    internal static WordTokens EnumerateRead(string text) => new(text);

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
}
