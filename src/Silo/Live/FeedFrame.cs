using System.Globalization;
using Moodstream.Silo.Http;
using Moodstream.Silo.Telemetry;

namespace Moodstream.Silo.Live;

/// <summary>What the readers of one filter get of a range of the feed, ready to be sent.</summary>
/// <param name="Messages">Server-sent events.</param>
/// <param name="Matched">Events that the filter admits.</param>
/// <param name="Sent">Events that are in the frame: all that matched, or a random sample of them.</param>
internal sealed record FeedFrame(byte[] Messages, int Matched, int Sent)
{
    /// <summary>Makes a frame.</summary>
    /// <param name="feed">The feed.</param>
    /// <param name="filter">What the readers want.</param>
    /// <param name="from">Position of the first event.</param>
    /// <param name="to">Position after the last event.</param>
    /// <param name="max">Most events; of more a random sample is taken, in order.</param>
    public static FeedFrame Of(EmotionFeed feed, EmotionFilter filter, long from, long to, int max)
    {
        var page = feed.Read(from, to);
        var sample = new List<FeedEntry>();
        var matched = 0;
        foreach (var entry in page.Entries)
        {
            if (!filter.Admits(entry.Emotion))
            {
                continue;
            }

            // Reservoir sampling: after each entry every one so far is in the sample with the same probability.
            if (matched++ < max)
            {
                sample.Add(entry);
            }
            else if (Random.Shared.Next(matched) is var place && place < max)
            {
                sample[place] = entry;
            }
        }

        if (matched > max)
        {
            sample.Sort(static (a, b) => a.Sequence.CompareTo(b.Sequence));
        }

        using var messages = new MemoryStream();
        if (page.Missed > 0)
        {
            SiloTelemetry.Resyncs.Add(1);
            var after = new FeedPosition(feed.Epoch, from + page.Missed - 1);
            messages.Write(ServerSentEvent.Format("resync", $$"""{"missed":{{page.Missed.ToString(CultureInfo.InvariantCulture)}}}""", after.ToString()));
        }

        foreach (var entry in sample)
        {
            messages.Write(entry.Message);
        }

        return new FeedFrame(messages.ToArray(), matched, sample.Count);
    }
}
