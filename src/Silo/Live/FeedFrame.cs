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
    /// <summary>Most positions of the ring that are looked at in one go.</summary>
    private const int Step = 512;

    /// <summary>The frames of several filters of one reader as server-sent events, each event once; the bytes are those of the feed, not copies.</summary>
    /// <param name="frames">Frames of the same range.</param>
    public static IEnumerable<ReadOnlyMemory<byte>> Union(IReadOnlyList<FeedFrame> frames)
    {
        var entries = frames is [var only]
            ? only.Entries.AsEnumerable()
            : frames.SelectMany(frame => frame.Entries).DistinctBy(entry => entry.Sequence).OrderBy(entry => entry.Sequence);
        var messages = entries.Select(entry => (ReadOnlyMemory<byte>)entry.Message);
        return frames[0].Resync.Length == 0 ? messages : messages.Prepend(frames[0].Resync);
    }

    /// <summary>Makes a frame.</summary>
    /// <param name="feed">The feed.</param>
    /// <param name="filter">What the readers want.</param>
    /// <param name="from">Position of the first event.</param>
    /// <param name="to">Position after the last event.</param>
    /// <param name="max">Most events; of more a random sample is taken, in order.</param>
    public static FeedFrame Of(EmotionFeed feed, EmotionFilter filter, long from, long to, int max)
    {
        var sample = new Reservoir<FeedEntry>(max);
        var missed = 0L;
        for (var at = from; at < to; at += Step)
        {
            var page = feed.Read(at, Math.Min(at + Step, to));
            missed += page.Missed;
            foreach (var entry in page.Entries.Where(entry => filter.Admits(entry.Emotion)))
            {
                sample.Add(entry);
            }
        }

        byte[] resync = [];
        if (missed > 0)
        {
            SiloTelemetry.Resyncs.Add(1);
            var after = new FeedPosition(feed.Epoch, from + missed - 1);
            resync = ServerSentEvent.Format("resync", $$"""{"missed":{{missed.ToString(CultureInfo.InvariantCulture)}}}""", after.ToString());
        }

        return new FeedFrame(resync, [.. sample.Items], sample.Seen);
    }
}
