using System.Runtime.CompilerServices;
using Microsoft.Extensions.Options;
using Moodstream.Silo.Configuration.Options;
using Moodstream.Silo.Http;

namespace Moodstream.Silo.Live;

/// <summary>
/// Turns the feed into server-sent events for one reader: <c>ready</c> first, then <c>emotion</c> for each event that it
/// wants (of many a sample), <c>pulse</c> every second where it is asked for, <c>resync</c> where it missed some, and
/// <c>heartbeat</c> in silence. Every one of them has an id to resume from.
/// </summary>
/// <param name="feed">The feed.</param>
/// <param name="ticks">Its clock.</param>
/// <param name="options">Interval of heartbeats.</param>
/// <param name="time">Clock.</param>
/// <param name="lifetime">Ends every reader when the program stops.</param>
internal sealed class FeedReader(
    EmotionFeed feed, FeedTicks ticks, IOptions<LiveOptions> options, TimeProvider time, IHostApplicationLifetime lifetime)
{
    /// <summary>A reader whose connection is lost comes back after this time.</summary>
    private static readonly TimeSpan Retry = TimeSpan.FromSeconds(2);

    private readonly TimeSpan _heartbeat = TimeSpan.FromSeconds(options.Value.HeartbeatSeconds);

    /// <summary>Reads until the reader leaves or the program stops.</summary>
    /// <param name="request">What the reader wants.</param>
    /// <param name="cancellationToken">The reader left.</param>
    /// <returns>Pieces of the response, each of whole events.</returns>
    public async IAsyncEnumerable<ReadOnlyMemory<byte>> ReadAsync(FeedRequest request, [EnumeratorCancellation] CancellationToken cancellationToken)
    {
        using var ends = CancellationTokenSource.CreateLinkedTokenSource(cancellationToken, lifetime.ApplicationStopping);
        var tick = ticks.Current;
        var (next, beginning) = Begin(request, tick);
        yield return beginning;

        var lastSent = time.GetTimestamp();
        var filters = request.Filters;
        var counts = new (int Matched, int Sent)[filters.Length];
        while (!ends.IsCancellationRequested)
        {
            await ArrivesAsync(tick, _heartbeat - time.GetElapsedTime(lastSent), ends.Token);
            if (ticks.Current is var current && current != tick)
            {
                tick = current;
                FeedFrame[] frames = [.. filters.Select(filter => tick.From == next
                    ? tick.Frame(feed, filter)
                    : FeedFrame.Of(feed, filter, next, Math.Max(next, tick.To), tick.MaxEvents))];
                next = Math.Max(next, tick.To);
                for (var i = 0; i < frames.Length; i++)
                {
                    counts[i] = (counts[i].Matched + frames[i].Matched, counts[i].Sent + frames[i].Entries.Length);
                }

                var messages = FeedFrame.Union(frames);
                if (tick.Pulse is { } pulse && request.Pulse)
                {
                    yield return (byte[])[.. messages, .. pulse.Message(counts, Id(next - 1))];
                    Array.Clear(counts);
                    lastSent = time.GetTimestamp();
                }
                else if (messages.Length > 0)
                {
                    yield return messages;
                    lastSent = time.GetTimestamp();
                }
            }

            if (time.GetElapsedTime(lastSent) >= _heartbeat)
            {
                yield return ServerSentEvent.Format("heartbeat", "{}", Id(next - 1));
                lastSent = time.GetTimestamp();
            }
        }
    }

    /// <summary>The greeting, and what a reader that comes back has missed, or what a new one is given to begin with.</summary>
    /// <returns>The position to go on from, and the bytes.</returns>
    private (long Next, byte[] Bytes) Begin(FeedRequest request, FeedTick tick)
    {
        var isNew = string.IsNullOrEmpty(request.LastEventId);
        if (!isNew && FeedPosition.TryParse(request.LastEventId, out var seen) && seen.Epoch == feed.Epoch && seen.Sequence < feed.Next)
        {
            var next = seen.Sequence + 1;
            var missed = FeedFrame.Union([.. request.Filters.Select(filter => FeedFrame.Of(feed, filter, next, tick.To, int.MaxValue))]);
            return (Math.Max(next, tick.To), [.. Greeting(next - 1), .. missed]);
        }

        byte[] resync = isNew ? [] : ServerSentEvent.Format("resync", "{}", Id(tick.To - 1));
        var latest = FeedFrame.Union([.. request.Filters.Select(filter =>
            new FeedFrame([], request.Replay == 0 ? [] : feed.Latest(filter, tick.To, request.Replay), 0))]);
        return (tick.To, [.. Greeting(tick.To - 1), .. resync, .. latest]);
    }

    private byte[] Greeting(long position) => [.. ServerSentEvent.Retry(Retry), .. ServerSentEvent.Format("ready", "{}", Id(position))];

    private string Id(long position) => new FeedPosition(feed.Epoch, position).ToString();

    private async Task ArrivesAsync(FeedTick tick, TimeSpan patience, CancellationToken ends)
    {
        try
        {
            await ticks.WaitAsync(tick).WaitAsync(patience > TimeSpan.Zero ? patience : TimeSpan.Zero, time, ends);
        }
        catch (Exception exception) when (exception is TimeoutException or OperationCanceledException)
        {
            // The reader's loop looks for itself which of the two it was.
        }
    }
}
