using Moodstream.Inference.Reading;

namespace Moodstream.Inference.Languages;

/// <summary>Tells the language of texts.</summary>
public static class TextLanguage
{
    /// <summary>The language of a text as an ISO 639-1 code, or null where nothing tells it.</summary>
    /// <param name="text">Any string.</param>
    public static string? Of(string text)
    {
        var guess = default(LanguageGuess);
        var tokens = WordTokenizer.Enumerate(text);
        while (tokens.MoveNext())
        {
            if (tokens.Kind == TokenKind.Word)
            {
                guess.Add(tokens.Current[0], tokens.IsDrawnOut ? 0 : LanguageTable.MaskOf(tokens.Current));
            }
        }

        return guess.Best();
    }
}
