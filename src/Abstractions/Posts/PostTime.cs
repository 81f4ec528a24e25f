using System.Diagnostics.CodeAnalysis;
using System.Text.Json;

namespace Moodstream.Abstractions.Posts;

/// <summary>
/// Reads times of ISO 8601 with an offset, in the forms in which producers write them: besides that of RFC 3339 those with a small <c>t</c>
/// or <c>z</c>, with a space between date and time, with an offset of <c>+hhmm</c> or <c>+hh</c>, and a leap second, which counts as the
/// second after it.
/// </summary>
internal static class PostTime
{
    /// <summary>Longest time in bytes, every character of it escaped.</summary>
    private const int MaxEscapedLength = 250;

    private const int MinutesStart = 14;
    private const int SecondsStart = 17;

    /// <summary>Reads a time.</summary>
    /// <param name="reader">Stands on a string.</param>
    /// <param name="time">The time, as it was written.</param>
    public static bool TryRead(ref Utf8JsonReader reader, out DateTimeOffset time)
    {
        time = default;
        if (reader.ValueSpan.Length > MaxEscapedLength)
        {
            return false;
        }

        // Many a serializer escapes '+', as \u002B.
        Span<byte> text = stackalloc byte[MaxEscapedLength];
        text = text[..reader.CopyString(text)];
        return HasPlainOffset(text) && reader.TryGetDateTimeOffset(out time) || TryReadVariant(text, out time);
    }

    private static bool HasPlainOffset(ReadOnlySpan<byte> text) =>
        text is [.., (byte)'Z'] || text is [.., (byte)'+' or (byte)'-', _, _, (byte)':', _, _];

    /// <summary>Reads one of the other forms, by way of the plain one.</summary>
    private static bool TryReadVariant(ReadOnlySpan<byte> text, out DateTimeOffset time)
    {
        time = default;
        if (text.Length <= SecondsStart + 2 || text[MinutesStart - 1] != (byte)':' || !TryWriteOffset(text, out var local, out var offset))
        {
            return false;
        }

        Span<byte> plain = stackalloc byte[MaxEscapedLength + 8];
        plain[0] = (byte)'"';
        local.CopyTo(plain[1..]);
        offset.CopyTo(plain[(1 + local.Length)..]);
        plain[1 + local.Length + offset.Length] = (byte)'"';
        plain = plain[..(local.Length + offset.Length + 2)];
        if (plain[1 + 10] is (byte)'t' or (byte)' ')
        {
            plain[1 + 10] = (byte)'T';
        }

        var seconds = plain.Slice(1 + SecondsStart, 2);
        var isLeap = seconds.SequenceEqual("60"u8);
        if (isLeap)
        {
            "59"u8.CopyTo(seconds);
        }

        var reader = new Utf8JsonReader(plain);
        if (!reader.Read() || !reader.TryGetDateTimeOffset(out time))
        {
            return false;
        }

        if (!isLeap)
        {
            return true;
        }

        // The last second of all has none after it.
        if (DateTime.MaxValue.Ticks - Math.Max(time.Ticks, time.UtcTicks) < TimeSpan.TicksPerSecond)
        {
            return false;
        }

        time = time.AddSeconds(1);
        return true;
    }

    /// <summary>Parts a time from its offset, and writes the offset in the plain form.</summary>
    private static bool TryWriteOffset(ReadOnlySpan<byte> text, out ReadOnlySpan<byte> local, [NotNullWhen(true)] out byte[]? offset)
    {
        var sign = text[SecondsStart..].LastIndexOfAny((byte)'+', (byte)'-');
        if (sign < 0)
        {
            local = text[..^1];
            offset = text[^1] is (byte)'Z' or (byte)'z' ? "Z"u8.ToArray() : null;
            return offset is not null;
        }

        local = text[..(SecondsStart + sign)];
        offset = text[(SecondsStart + sign)..] switch
        {
            [_, var h1, var h2] => [text[SecondsStart + sign], h1, h2, (byte)':', (byte)'0', (byte)'0'],
            [_, var h1, var h2, var m1, var m2] => [text[SecondsStart + sign], h1, h2, (byte)':', m1, m2],
            [_, _, _, (byte)':', _, _] plain => plain.ToArray(),
            _ => null,
        };
        return offset is not null;
    }
}
