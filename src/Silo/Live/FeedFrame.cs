using System.Collections.Immutable;
using System.Globalization;
using Moodstream.Silo.Http;
using Moodstream.Silo.Telemetry;

namespace Moodstream.Silo.Live;

/// <summary>What the readers of one filter get of a range of the feed.</summary>
/// <param name="Resync">A server-sent event that tells what was missed; empty where nothing was.</param>
/// <param name="Entries">The events, in order: all that the filter admits, or a random sample of them.</param>
/// <param name="Matched">Events that the filter admits.</param>
internal sealed record FeedFrame(byte[] Resync, ImmutableArray<FeedEntry> Entries, int Matched)
{
    private byte[]? _messages;

    /// <summary>The frame as server-sent events, made once for all readers; a race makes the same bytes twice.</summary>
    public byte[] Messages => _messages ??= [.. Resync, .. Entries.SelectMany(entry => entry.Message)];

    /// <summary>The frames of several filters of one reader as server-sent events, each event once.</summary>
    /// <param name="frames">Frames of the same range.</param>
    public static byte[] Union(IReadOnlyList<FeedFrame> frames) => frames is [var only]
        ? only.Messages
        : [.. frames[0].Resync, .. frames.SelectMany(frame => frame.Entries).DistinctBy(entry => entry.Sequence).OrderBy(entry => entry.Sequence).SelectMany(entry => entry.Message)];

    /// <summary>Makes a frame.</summary>
    /// <param name="feed">The feed.</param>
    /// <param name="filter">What the readers want.</param>
    /// <param name="from">Position of the first event.</param>
    /// <param name="to">Position after the last event.</param>
    /// <param name="max">Most events; of more a random sample is taken, in order.</param>
    public static FeedFrame Of(EmotionFeed feed, EmotionFilter filter, long from, long to, int max)
    {
        var page = feed.Read(from, to);
        var sample = new Reservoir<FeedEntry>(max);
        foreach (var entry in page.Entries.Where(entry => filter.Admits(entry.Emotion)))
        {
            sample.Add(entry);
        }

        byte[] resync = [];
        if (page.Missed > 0)
        {
            SiloTelemetry.Resyncs.Add(1);
            var after = new FeedPosition(feed.Epoch, from + page.Missed - 1);
            resync = ServerSentEvent.Format("resync", $$"""{"missed":{{page.Missed.ToString(CultureInfo.InvariantCulture)}}}""", after.ToString());
        }

        return new FeedFrame(resync, [.. sample.Items], sample.Seen);
    }
}
