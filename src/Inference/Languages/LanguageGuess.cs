using System.Numerics;
using System.Runtime.CompilerServices;
using Moodstream.Inference.Reading;

namespace Moodstream.Inference.Languages;

/// <summary>
/// Tells the language of a text by its script and by words that say little and stand in nearly every sentence: a few look-ups, where
/// models of letters take a millisecond a post.
/// </summary>
internal struct LanguageGuess
{
    // Enough to be sure.
    private const int MostWords = 32;

    private const int MostLatin = 24;

    private Counts _latin;
    private string? _script;
    private int _words;
    private int _latinWords;
    private int _scriptWords;

    /// <summary>Takes a word into account; those beyond the first few are not looked at.</summary>
    /// <param name="first">The word's first letter.</param>
    /// <param name="languages">The languages that it speaks for, as <see cref="LanguageTable.MaskOf"/> says.</param>
    public void Add(char first, uint languages)
    {
        if (_words == MostWords)
        {
            return;
        }

        _words++;
        if (first >= WordRunes.EndOfLatin)
        {
            _scriptWords++;
            var language = Scripts.LanguageOf(first);
            // Japanese is Han with kana in between.
            _script = _script is null || (_script == "zh" && language == "ja") ? language : _script;
            return;
        }

        _latinWords++;
        for (var mask = languages; mask != 0; mask &= mask - 1)
        {
            _latin[BitOperations.TrailingZeroCount(mask)]++;
        }
    }

    /// <summary>The language as an ISO 639-1 code, or null where nothing tells it. Of equals, English, then the first of the table.</summary>
    public readonly string? Best()
    {
        if (_scriptWords > _latinWords)
        {
            return _script;
        }

        var best = 0;
        for (var i = 1; i < LanguageTable.Latin.Length; i++)
        {
            if (_latin[i] > _latin[best])
            {
                best = i;
            }
        }

        return _latin[best] > 0 ? LanguageTable.Latin[best] : null;
    }

    [InlineArray(MostLatin)]
    private struct Counts
    {
        private byte _first;
    }
}
