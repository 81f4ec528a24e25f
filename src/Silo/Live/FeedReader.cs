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
        var (matched, sent) = (0, 0);
        while (!ends.IsCancellationRequested)
        {
            await ArrivesAsync(tick, _heartbeat - time.GetElapsedTime(lastSent), ends.Token);
            if (ticks.Current is var current && current != tick)
            {
                tick = current;
                var frame = tick.From == next
                    ? tick.Frame(feed, request.Filter)
                    : FeedFrame.Of(feed, request.Filter, next, Math.Max(next, tick.To), tick.MaxEvents);
                next = Math.Max(next, tick.To);
                matched += frame.Matched;
                sent += frame.Sent;
                if (tick.Pulse is { } pulse && request.Pulse)
                {
                    yield return (byte[])[.. frame.Messages, .. pulse.Message(matched, sent, Id(next - 1))];
                    (matched, sent) = (0, 0);
                    lastSent = time.GetTimestamp();
                }
                else if (frame.Messages.Length > 0)
                {
                    yield return frame.Messages;
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
            var missed = FeedFrame.Of(feed, request.Filter, next, tick.To, int.MaxValue);
            return (Math.Max(next, tick.To), [.. Greeting(next - 1), .. missed.Messages]);
        }

        byte[] resync = isNew ? [] : ServerSentEvent.Format("resync", "{}", Id(tick.To - 1));
        var latest = request.Replay == 0 ? [] : feed.Latest(request.Filter, tick.To, request.Replay);
        return (tick.To, [.. Greeting(tick.To - 1), .. resync, .. latest.SelectMany(entry => entry.Message)]);
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
