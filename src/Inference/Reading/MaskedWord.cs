using System.Buffers;

namespace Moodstream.Inference.Reading;

/// <summary>Reads swear words that hide letters behind signs, such as <c>f**k</c>, <c>sh!t</c> and <c>f***</c>.</summary>
internal static class MaskedWord
{
    // The more frequent first: a mask may fit several.
    private static readonly string[] Words =
    [
        "fuck", "shit", "fucking", "bitch", "asshole", "fucked", "ass", "damn", "bullshit", "shitty", "fucker", "fuckers", "motherfucker", "motherfucking",
        "dick", "cunt", "pussy", "bastard", "bastards", "goddamn", "bitches", "assholes", "crap", "piss", "pissed", "cock", "slut", "whore", "dumbass",
        "dickhead", "fuckin", "wtf", "nigga", "nigger", "faggot", "retard", "retarded", "arse", "bollocks", "wanker", "twat", "prick", "fucks", "shits", "tits", "porn",
        "sex", "hell", "kill", "rape", "suicide",
    ];

    private static readonly SearchValues<char> Masks = SearchValues.Create("*@!$#%");

    private static readonly int Longest = Words.Max(word => word.Length);

    /// <summary>Whether a sign can hide a letter.</summary>
    public static bool IsMask(char c) => Masks.Contains(c);

    /// <summary>Reads the masked word that a text begins with.</summary>
    /// <param name="text">Begins with a letter.</param>
    /// <param name="word">The word that is meant.</param>
    /// <returns>Characters that it takes; 0 where there is none.</returns>
    public static int Match(ReadOnlySpan<char> text, out string word)
    {
        var length = 0;
        while (length < text.Length && length <= Longest && (char.IsAsciiLetter(text[length]) || Masks.Contains(text[length])))
        {
            length++;
        }

        if (length == text.Length || !char.IsLetterOrDigit(text[length]))
        {
            // Marks at the end belong to the sentence, but a row of asterisks is letters.
            var form = text[..length].TrimEnd("!#%@");
            var stars = form.Length - form.TrimEnd('*').Length;
            form = stars == 1 ? form[..^1] : form;
            if (form.IndexOfAny(Masks) >= 0)
            {
                foreach (var candidate in Words)
                {
                    if (Fits(form, candidate))
                    {
                        word = candidate;
                        return form.Length;
                    }
                }
            }
        }

        word = "";
        return 0;
    }

    private static bool Fits(ReadOnlySpan<char> form, string word)
    {
        if (form.Length != word.Length)
        {
            return false;
        }

        for (var i = 0; i < word.Length; i++)
        {
            if (!Masks.Contains(form[i]) && char.ToLowerInvariant(form[i]) != word[i])
            {
                return false;
            }
        }

        return true;
    }
}
