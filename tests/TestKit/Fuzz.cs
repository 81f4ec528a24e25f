using System.Text;

namespace Moodstream.TestKit;

/// <summary>Inputs that nobody thought of: honest ones of which a part is changed. The same each time.</summary>
public static class Fuzz
{
    /// <summary>Whether MOODSTREAM_LONG=1 asks for the long runs.</summary>
    private static readonly bool IsLong = Environment.GetEnvironmentVariable("MOODSTREAM_LONG") == "1";

    /// <summary>What parsers stumble over, as JSON and without.</summary>
    private static readonly byte[][] Pieces =
    [
        .. new[]
        {
            "null", "{}", "[]", "[[[[[[", "\"", "\\", "\\u0000", "\\ud800", "\\uDC00", ",", ":", "-1", "1e999", "9223372036854775808", "NaN", "true", "\"\"", "\r\n", "\r\n--b\r\n", "--b--", "\0",
            "%", "=", "&", ";", "0001-01-01T00:00:00Z", "9999-12-31T23:59:59Z", "\uFEFF", "\U0001F600", "\u202E",
        }.Select(Encoding.UTF8.GetBytes),
        [0xFF], [0xC3], [0xED, 0xA0, 0x80], [0xF8, 0x88, 0x80, 0x80, 0x80],
    ];

    /// <summary>How many inputs a test tries: few each time, many where the long runs are asked for.</summary>
    public static int Rounds(int few, int many) => IsLong ? many : few;

    /// <summary>Changes an input in one to three places.</summary>
    public static byte[] Mutate(byte[] original, Random random)
    {
        var mutant = original;
        for (var n = random.Next(1, 4); n > 0; n--)
        {
            var (at, end) = (random.Next(mutant.Length + 1), random.Next(mutant.Length + 1));
            var near = Math.Min(mutant.Length, at + random.Next(9));
            mutant = random.Next(6) switch
            {
                0 => [.. mutant[..at], (byte)random.Next(256), .. mutant[Math.Min(mutant.Length, at + 1)..]],
                1 => [.. mutant[..at], .. Pieces[random.Next(Pieces.Length)], .. mutant[at..]],
                2 => [.. mutant[..at], .. Pieces[random.Next(Pieces.Length)], .. mutant[near..]],
                3 => [.. mutant[..at], .. mutant[near..]],
                4 => [.. mutant[..at], .. mutant[Math.Min(at, end)..Math.Max(at, end)], .. mutant[at..]],
                _ => random.Next(4) == 0 ? mutant[..at] : [.. mutant[..Math.Min(at, end)], .. mutant[Math.Max(at, end)..]],
            };
        }

        return mutant;
    }
}
