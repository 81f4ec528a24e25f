namespace Moodstream.Inference.Languages;

/// <summary>The language that a script nearly always writes.</summary>
internal static class Scripts
{
    private static readonly (char First, char Last, string Language)[] Ranges =
    [
        ('\u0370', '\u03FF', "el"), ('\u0400', '\u052F', "ru"), ('\u0530', '\u058F', "hy"), ('\u0590', '\u05FF', "he"), ('\u0600', '\u077F', "ar"),
        ('\u0900', '\u097F', "hi"), ('\u0980', '\u09FF', "bn"), ('\u0A00', '\u0A7F', "pa"), ('\u0A80', '\u0AFF', "gu"), ('\u0B80', '\u0BFF', "ta"),
        ('\u0C00', '\u0C7F', "te"), ('\u0C80', '\u0CFF', "kn"), ('\u0D00', '\u0D7F', "ml"), ('\u0D80', '\u0DFF', "si"), ('\u0E00', '\u0E7F', "th"),
        ('\u10A0', '\u10FF', "ka"), ('\u1100', '\u11FF', "ko"), ('\u1200', '\u137F', "am"), ('\u1780', '\u17FF', "km"), ('\u1F00', '\u1FFF', "el"),
        ('\u3040', '\u30FF', "ja"), ('\u3130', '\u318F', "ko"), ('\u3400', '\u9FFF', "zh"), ('\uAC00', '\uD7AF', "ko"), ('\uF900', '\uFAFF', "zh"),
        ('\uFB50', '\uFEFF', "ar"),
    ];

    /// <summary>The languages, in no promised order.</summary>
    public static IEnumerable<string> Languages => Ranges.Select(range => range.Language).Distinct();

    /// <summary>The language of a letter; null where its script says none.</summary>
    public static string? LanguageOf(char letter)
    {
        foreach (var (first, last, language) in Ranges)
        {
            if (letter >= first && letter <= last)
            {
                return language;
            }
        }

        return null;
    }
}
