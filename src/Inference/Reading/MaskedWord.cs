using System.Buffers;

namespace Moodstream.Inference.Reading;

/// <summary>Reads swear words that hide letters behind signs, such as <c>f**k</c>, <c>sh!t</c> and <c>f---</c>, or behind digits that look like them.</summary>
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

    private static readonly SearchValues<char> Masks = SearchValues.Create("*@!$#%-");

    private static readonly SearchValues<char> MasksAndDigits = SearchValues.Create("*@!$#%-0123456789");

    private static readonly int Longest = Words.Max(word => word.Length);

    /// <summary>Whether a sign can hide a letter.</summary>
    public static bool IsMask(char c) => Masks.Contains(c);

    /// <summary>Reads the masked word that a text begins with.</summary>
    /// <param name="text">Begins with a letter, a digit or the dollar of <c>$hit</c>.</param>
    /// <param name="word">The word that is meant.</param>
    /// <returns>Characters that it takes; 0 where there is none.</returns>
    public static int Match(ReadOnlySpan<char> text, out string word)
    {
        var length = 0;
        while (length < text.Length && length <= Longest && (char.IsAsciiLetterOrDigit(text[length]) || Masks.Contains(text[length])))
        {
            length++;
        }

        if (length == text.Length || !char.IsLetterOrDigit(text[length]))
        {
            // Marks at the end belong to the sentence, and so do two hyphens, which are a dash; but a longer row of them or of asterisks is letters.
            var form = text[..length].TrimEnd("!#%@");
            form = form is [.., not '*', '*'] ? form[..^1] : form is [.., '-'] and not [.., '-', '-', '-'] ? form.TrimEnd('-') : form;
            if (form.IndexOfAny(MasksAndDigits) >= 0)
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

        var (digits, hyphens) = (0, 0);
        for (var i = 0; i < word.Length; i++)
        {
            var c = form[i];
            digits += char.IsAsciiDigit(c) ? 1 : 0;
            hyphens += c == '-' ? 1 : 0;
            if (!Hides(c, word[i], isFirst: i == 0) && char.ToLowerInvariant(c) != word[i])
            {
                return false;
            }
        }

        if (digits == 0 && hyphens == 0 && form[0] != '$')
        {
            return true;
        }

        // Short names of things look the same, "A55", "A-s" and "$EX", and of a letter with a row of hyphens only what is said most often can be meant.
        return word.Length > 3 && 2 * digits < word.Length && (hyphens < word.Length - 1 || word is "fuck" or "shit" or "damn");
    }

    private static bool Hides(char c, char letter, bool isFirst) => c switch
    {
        '0' => letter == 'o',
        '1' => letter is 'i' or 'l',
        '3' => letter == 'e',
        '4' => letter == 'a',
        '5' => letter == 's',
        '7' => letter == 't',
        '$' when isFirst => letter == 's',
        _ => Masks.Contains(c),
    };
}
