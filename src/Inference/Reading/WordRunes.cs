using System.Globalization;
using System.Text;

namespace Moodstream.Inference.Reading;

/// <summary>Which characters make words.</summary>
internal static class WordRunes
{
    /// <summary>Letters from here on are of other scripts than the Latin one.</summary>
    public const char EndOfLatin = '\u0250';

    /// <summary>Letters, digits and marks of any script.</summary>
    public static bool IsWord(Rune rune) =>
        rune.IsAscii
            ? char.IsAsciiLetterOrDigit((char)rune.Value)
            : Rune.GetUnicodeCategory(rune) is <= UnicodeCategory.OtherLetter
                or UnicodeCategory.DecimalDigitNumber or UnicodeCategory.NonSpacingMark or UnicodeCategory.SpacingCombiningMark;

    /// <summary>Han and kana, which are written without spaces.</summary>
    public static bool IsIdeograph(Rune rune) =>
        rune.Value is >= 0x3040 and <= 0x30FF or >= 0x3400 and <= 0x9FFF or >= 0xF900 and <= 0xFAFF or >= 0x20000 and <= 0x3FFFF;
}
