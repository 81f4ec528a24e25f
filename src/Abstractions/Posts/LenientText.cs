using System.Globalization;
using System.Text;
using System.Text.Json;

namespace Moodstream.Abstractions.Posts;

/// <summary>
/// Reads JSON strings of which a part is an escape of half a surrogate pair, as programs leave it that cut texts by UTF-16 units: the half
/// becomes U+FFFD, and the rest of the text is kept.
/// </summary>
internal static class LenientText
{
    /// <summary>The text of a string.</summary>
    /// <param name="reader">Stands on a string.</param>
    public static string Read(ref Utf8JsonReader reader)
    {
        try
        {
            return reader.GetString()!;
        }
        catch (InvalidOperationException)
        {
            return Unescape(reader.ValueSpan);
        }
    }

    private static string Unescape(ReadOnlySpan<byte> json)
    {
        var units = new StringBuilder(json.Length);
        while (json.IndexOf((byte)'\\') is >= 0 and var escape)
        {
            units.Append(Encoding.UTF8.GetString(json[..escape]));
            units.Append(Unit(json[escape..], out var length));
            json = json[(escape + length)..];
        }

        units.Append(Encoding.UTF8.GetString(json));

        // A round trip through the encoder replaces every half by U+FFFD.
        return Encoding.UTF8.GetString(Encoding.UTF8.GetBytes(units.ToString()));
    }

    /// <summary>Reads one escape, which the reader has found to be well formed.</summary>
    private static char Unit(ReadOnlySpan<byte> escape, out int length)
    {
        length = escape[1] == (byte)'u' ? 6 : 2;
        return escape[1] switch
        {
            (byte)'u' => (char)ushort.Parse(escape.Slice(2, 4), NumberStyles.AllowHexSpecifier, CultureInfo.InvariantCulture),
            (byte)'b' => '\b',
            (byte)'f' => '\f',
            (byte)'n' => '\n',
            (byte)'r' => '\r',
            (byte)'t' => '\t',
            var itself => (char)itself,
        };
    }
}
