using System.Buffers;
using System.Text;

namespace Moodstream.Inference.Reading;

/// <summary>Mends text in UTF-8 that somebody read as Windows-1252, such as <c>donâ€™t</c>.</summary>
internal static class Mojibake
{
    private const int LongestSequence = 4;

    // What Windows-1252 makes of the bytes 0x80 to 0x9F; 0 where it has nothing.
    private const string HighHalf = "€\0‚ƒ„…†‡ˆ‰Š‹Œ\0Ž\0\0‘’“”•–—˜™š›œ\0žŸ";

    // First bytes of sequences that people write: accents, punctuation, symbols and emoji.
    private static readonly SearchValues<char> Leads = SearchValues.Create("ÂÃÄÅâï\u00F0");

    /// <summary>Replaces every such sequence by the character that was meant.</summary>
    public static string Mend(string text)
    {
        if (!text.AsSpan().ContainsAny(Leads))
        {
            return text;
        }

        var mended = new StringBuilder(text.Length);
        Span<byte> bytes = stackalloc byte[LongestSequence];
        for (var i = 0; i < text.Length;)
        {
            var length = LengthOf(text[i]);
            if (length > 0 && TryRead(text.AsSpan(i), bytes[..length]) && Rune.DecodeFromUtf8(bytes[..length], out var rune, out var used) == OperationStatus.Done && used == length)
            {
                mended.Append(rune.ToString());
                i += length;
            }
            else
            {
                mended.Append(text[i++]);
            }
        }

        return mended.ToString();
    }

    private static int LengthOf(char lead) => !Leads.Contains(lead) ? 0 : lead < '\u00E0' ? 2 : lead < '\u00F0' ? 3 : LongestSequence;

    private static bool TryRead(ReadOnlySpan<char> text, Span<byte> bytes)
    {
        if (text.Length < bytes.Length)
        {
            return false;
        }

        bytes[0] = (byte)text[0];
        for (var i = 1; i < bytes.Length; i++)
        {
            var place = text[i] < '\u0100' ? -1 : HighHalf.IndexOf(text[i]);
            if (place < 0 && text[i] is < '\u0080' or > '\u00BF')
            {
                return false;
            }

            bytes[i] = place >= 0 ? (byte)(0x80 + place) : (byte)text[i];
        }

        return true;
    }
}
