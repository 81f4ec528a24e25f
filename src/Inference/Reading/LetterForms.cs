namespace Moodstream.Inference.Reading;

/// <summary>Letters and signs in forms that Unicode's compatibility mappings leave as they are.</summary>
internal static class LetterForms
{
    private const string SmallCapitals = "ᴀʙᴄᴅᴇꜰɢʜɪᴊᴋʟᴍɴᴏᴘꞯʀꜱᴛᴜᴠᴡxʏᴢ";

    /// <summary>The plain form of a character; itself where there is none.</summary>
    public static char Plain(char c) => c switch
    {
        < '\u00B4' => c,
        '\u00B4' or '\u02B9' or '\u02BB' or '\u02BC' or '\u02BD' or '\u02C8' or '\u02CA' or '\u02CB' or '\u055A' or '\u2018' or '\u2019' or '\u201A' or '\u201B'
            or '\u2032' or '\u2035' or '\uA78B' or '\uA78C' or '\uFF07' => '\'',
        >= '\u2010' and <= '\u2015' or '\u2212' or '\uFE58' or '\uFE63' or '\uFF0D' => '-',
        '\u2122' or '\u2120' => ' ',
        >= '\u249C' and <= '\u24B5' => (char)('a' + (c - '\u249C')),
        >= '\u0262' and <= '\uA7AF' when SmallCapitals.IndexOf(c) is >= 0 and var letter => (char)('a' + letter),
        _ => c,
    };

    /// <summary>The letter in a black circle or square, which is the low half of a surrogate pair after U+D83C; 0 where there is none.</summary>
    public static char Framed(char low) => low switch
    {
        >= '\uDD50' and <= '\uDD69' => (char)('a' + (low - '\uDD50')),
        >= '\uDD70' and <= '\uDD89' => (char)('a' + (low - '\uDD70')),
        _ => '\0',
    };
}
