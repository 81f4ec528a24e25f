using System.Globalization;
using System.Text;
using Confluent.Kafka;
using Moodstream.Abstractions.Posts;

namespace Moodstream.Benchmarks.Competitors;

/// <summary>The headers that Moodstream gives to events: CloudEvents 1.0 in binary mode, and a trace context.</summary>
internal static class EventHeaders
{
    private static readonly Header SpecVersion = new("ce_specversion", "1.0"u8.ToArray());
    private static readonly Header Type = new("ce_type", "moodstream.emotion.v1"u8.ToArray());
    private static readonly Header Source = new("ce_source", "urn:moodstream"u8.ToArray());
    private static readonly Header ContentType = new("content-type", "application/json"u8.ToArray());

    /// <summary>The header that tells the time.</summary>
    /// <param name="now">The time of the classification, in UTC.</param>
    public static Header Time(DateTimeOffset now) =>
        new("ce_time", Encoding.UTF8.GetBytes(now.UtcDateTime.ToString("O", CultureInfo.InvariantCulture)));

    /// <summary>The headers of a post's first event.</summary>
    /// <param name="post">The post.</param>
    /// <param name="time">When it was classified.</param>
    public static Headers Of(SocialPost post, Header time) =>
    [
        SpecVersion,
        new("ce_id", Encoding.UTF8.GetBytes(post.Key.EventId(revision: 1))),
        Type,
        Source,
        new("ce_subject", Encoding.UTF8.GetBytes(post.Id)),
        time,
        ContentType,
        new("traceparent", TraceParent()),
    ];

    /// <summary>A new, unsampled context: <c>00-TRACE-SPAN-00</c> with random numbers of 16 and 8 bytes in hexadecimal.</summary>
    private static byte[] TraceParent()
    {
        Span<byte> random = stackalloc byte[24];
        Random.Shared.NextBytes(random);
        var parent = "00-00000000000000000000000000000000-0000000000000000-00"u8.ToArray();
        Convert.TryToHexStringLower(random[..16], parent.AsSpan(3, 32), out _);
        Convert.TryToHexStringLower(random[16..], parent.AsSpan(36, 16), out _);
        return parent;
    }
}
