namespace Moodstream.Inference.Text;

/// <summary>Recognises emoticons and names their class as the preprocessing of the Twitter GloVe vectors does.</summary>
internal static class Emoticons
{
    private const string Smile = "<smile>";
    private const string Sad = "<sadface>";
    private const string Lol = "<lolface>";
    private const string Neutral = "<neutralface>";
    private const string Surprise = "<surpriseface>";
    private const string Heart = "<heart>";

    private static readonly (string Form, string Kind)[] Fixed =
    [
        ("</3", Sad), ("<3", Heart), ("^_^", Smile), ("-_-", Neutral), ("T_T", Sad), (";_;", Sad), ("XD", Smile), ("xD", Smile),
    ];

    /// <summary>Tries to read one emoticon at the start of a text.</summary>
    /// <param name="text">What is left of the post.</param>
    /// <param name="followsWord">Whether a letter or digit stands right before.</param>
    /// <param name="length">Characters that the emoticon takes, repeated mouths included.</param>
    /// <param name="kind">Its class.</param>
    public static bool TryMatch(ReadOnlySpan<char> text, bool followsWord, out int length, out string kind)
    {
        foreach (var (form, name) in Fixed)
        {
            if (text[0] == form[0] && text.StartsWith(form) && !(char.IsLetter(form[0]) && followsWord) && EndsThere(text, form.Length))
            {
                (length, kind) = (form.Length, name);
                return true;
            }
        }

        return TryMatchFace(text, out length, out kind);
    }

    private static bool TryMatchFace(ReadOnlySpan<char> text, out int length, out string kind)
    {
        (length, kind) = (0, "");
        if (text[0] is not (':' or ';' or '='))
        {
            return false;
        }

        var mouth = text.Length > 2 && text[1] is '-' or '\'' or '^' ? 2 : 1;
        if (mouth >= text.Length)
        {
            return false;
        }

        kind = text[mouth] switch
        {
            ')' or ']' or 'D' or '}' or '3' => Smile,
            '(' or '[' or '{' => Sad,
            'P' or 'p' => Lol,
            '/' or '\\' or '|' => Neutral,
            'O' or 'o' => Surprise,
            '*' => Heart,
            _ => "",
        };
        length = mouth + 1;
        while (length < text.Length && text[length] == text[mouth])
        {
            length++;
        }

        return kind.Length > 0 && EndsThere(text, length);
    }

    /// <summary>A mouth that is a letter or digit must not be the start of a word: <c>:Perhaps</c>, <c>10:30</c>.</summary>
    private static bool EndsThere(ReadOnlySpan<char> text, int length) =>
        !char.IsLetterOrDigit(text[length - 1]) || length == text.Length || !char.IsLetterOrDigit(text[length]);
}
