using System.Buffers;
using System.IO.Hashing;
using System.Text.Json;

namespace Moodstream.Ingest.Verifying;

/// <summary>
/// Stands for what an event says: a 64-bit hash (XXH3) over its JSON, apart from the time of classification and the timings, which differ
/// between redeliveries.
/// </summary>
internal static class EventDigest
{
    /// <summary>The digest of an event; never 0.</summary>
    /// <param name="json">The event in its public JSON form, in UTF-8.</param>
    /// <exception cref="JsonException">It is no JSON.</exception>
    public static ulong Of(ReadOnlySpan<byte> json)
    {
        var hash = new XxHash3();
        var reader = new Utf8JsonReader(json);
        while (reader.Read())
        {
            if (reader is { TokenType: JsonTokenType.PropertyName, CurrentDepth: 1 }
                && (reader.ValueTextEquals("classifiedAt"u8) || reader.ValueTextEquals("timings"u8)))
            {
                reader.Skip();
                continue;
            }

            hash.Append([(byte)reader.TokenType]);
            Append(hash, ref reader);
        }

        return Math.Max(1, hash.GetCurrentHashAsUInt64());
    }

    private static void Append(XxHash3 hash, ref Utf8JsonReader reader)
    {
        if (!reader.ValueIsEscaped)
        {
            hash.Append(reader.ValueSpan);
            return;
        }

        var text = ArrayPool<byte>.Shared.Rent(reader.ValueSpan.Length);
        hash.Append(text.AsSpan(0, reader.CopyString(text)));
        ArrayPool<byte>.Shared.Return(text);
    }
}
