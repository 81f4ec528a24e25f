using Moodstream.Inference.Languages;

namespace Moodstream.Inference.Text;

/// <summary>Counts what a model could read of a text.</summary>
internal struct TextTally
{
    private LanguageGuess _guess;
    private int _knownWords;
    private int _words;
    private int _knownEmoji;
    private int _emoji;

    /// <summary>Counts a word.</summary>
    /// <param name="first">Its first letter.</param>
    /// <param name="languages">The languages that it speaks for, as <see cref="LanguageTable.MaskOf"/> says.</param>
    /// <param name="isKnown">Whether the model knows it.</param>
    public void AddWord(char first, uint languages, bool isKnown)
    {
        _words++;
        _knownWords += isKnown ? 1 : 0;
        _guess.Add(first, languages);
    }

    /// <summary>Counts an emoji.</summary>
    /// <param name="isKnown">Whether the model knows it, or its meaning.</param>
    public void AddEmoji(bool isKnown)
    {
        _emoji++;
        _knownEmoji += isKnown ? 1 : 0;
    }

    /// <summary>What the text is, as far as its words tell.</summary>
    /// <param name="languages">The languages that the model reads; all, where there is none.</param>
    /// <param name="given">The BCP 47 tag that the post gives, or null.</param>
    public readonly TextUnderstanding Sum(IReadOnlyList<string> languages, string? given)
    {
        var told = LanguageTag.LanguageOf(given);
        var language = told ?? _guess.Best();
        var isRead = language is null || languages.Count == 0 || languages.Contains(language, StringComparer.Ordinal);
        var all = _words + _emoji;
        var known = (isRead ? _knownWords : 0) + _knownEmoji;
        return new TextUnderstanding(told is null ? language : given, isRead, all == 0 ? 0 : (float)known / all);
    }
}
