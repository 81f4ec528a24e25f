using System.Collections.Immutable;
using System.Runtime.CompilerServices;
using Microsoft.Extensions.Options;
using Moodstream.Silo.Configuration.Options;
using Moodstream.Silo.Http;

namespace Moodstream.Silo.Live;

/// <summary>
/// Turns the feed into server-sent events for one reader: <c>ready</c> first, then <c>emotion</c> for each event that it
/// wants (of many a sample), <c>pulse</c> every second where it is asked for, <c>resync</c> where it missed some, and
/// <c>heartbeat</c> in silence. Every one of them has an id to resume from. A reader holds no more than the piece that it is being sent, whose
/// bytes are those of the feed.
/// </summary>
/// <param name="feed">The feed.</param>
/// <param name="ticks">Its clock.</param>
/// <param name="options">Interval of heartbeats.</param>
/// <param name="time">Clock.</param>
/// <param name="lifetime">Ends every reader when the program stops.</param>
internal sealed class FeedReader(
    EmotionFeed feed, FeedTicks ticks, IOptions<LiveOptions> options, TimeProvider time, IHostApplicationLifetime lifetime)
{
    /// <summary>Most positions of a piece of what a reader has missed.</summary>
    private const int MissedStep = 64;

    /// <summary>A reader whose connection is lost comes back after this time.</summary>
    private static readonly TimeSpan Retry = TimeSpan.FromSeconds(2);

    private readonly TimeSpan _heartbeat = TimeSpan.FromSeconds(options.Value.HeartbeatSeconds);

    /// <summary>Reads until the reader leaves or the program stops.</summary>
    /// <param name="request">What the reader wants.</param>
    /// <param name="cancellationToken">The reader left.</param>
    /// <returns>Pieces of the response, each a list of whole events.</returns>
    public async IAsyncEnumerable<IReadOnlyList<ReadOnlyMemory<byte>>> ReadAsync(FeedRequest request, [EnumeratorCancellation] CancellationToken cancellationToken)
    {
        using var ends = CancellationTokenSource.CreateLinkedTokenSource(cancellationToken, lifetime.ApplicationStopping);
        var place = Begin(request, out var greeting, out var missedUntil);
        for (var missed = greeting; ; missed = Missed(request.Filters, ref place, missedUntil))
        {
            if (missed.Count > 0)
            {
                yield return missed;
            }

            if (place.Next >= missedUntil || ends.IsCancellationRequested)
            {
                break;
            }
        }

        var lastSent = time.GetTimestamp();
        var counts = new (int Matched, int Sent)[request.Filters.Length];
        while (!ends.IsCancellationRequested)
        {
            await ArrivesAsync(place.Tick, _heartbeat - time.GetElapsedTime(lastSent), ends.Token);
            if (Arrived(request, ref place, counts) is { Count: > 0 } piece)
            {
                yield return piece;
                lastSent = time.GetTimestamp();
            }

            if (time.GetElapsedTime(lastSent) >= _heartbeat)
            {
                yield return [ServerSentEvent.Format("heartbeat", "{}", Id(place.Next - 1))];
                lastSent = time.GetTimestamp();
            }
        }
    }

    /// <summary>The greeting, with what a new reader is given to begin with, or the first of what one that comes back has missed.</summary>
    /// <param name="request">What the reader wants.</param>
    /// <param name="greeting">The first piece.</param>
    /// <param name="missedUntil">Position up to which it gets what it missed, all of it and in pieces.</param>
    private Place Begin(FeedRequest request, out IReadOnlyList<ReadOnlyMemory<byte>> greeting, out long missedUntil)
    {
        var tick = ticks.Current;
        var isNew = string.IsNullOrEmpty(request.LastEventId);
        missedUntil = tick.To;
        if (!isNew && FeedPosition.TryParse(request.LastEventId, out var seen) && seen.Epoch == feed.Epoch && seen.Sequence < feed.Next)
        {
            var place = new Place(seen.Sequence + 1, tick.Number);
            var first = Greeting(seen.Sequence);
            greeting = [.. first, .. Missed(request.Filters, ref place, tick.To)];
            return place;
        }

        ReadOnlyMemory<byte>[] resync = isNew ? [] : [ServerSentEvent.Format("resync", "{}", Id(tick.To - 1))];
        var latest = FeedFrame.Union([.. request.Filters.Select(filter =>
            new FeedFrame([], request.Replay == 0 ? [] : feed.Latest(filter, tick.To, request.Replay), 0))]);
        greeting = [.. Greeting(tick.To - 1), .. resync, .. latest];
        return new Place(tick.To, tick.Number);
    }

    /// <summary>The next piece of what a reader has missed; empty where its filters admit nothing of it.</summary>
    private List<ReadOnlyMemory<byte>> Missed(ImmutableArray<EmotionFilter> filters, ref Place place, long until)
    {
        var (from, to) = (place.Next, Math.Min(place.Next + MissedStep, until));
        if (to <= from)
        {
            return [];
        }

        // A reader that is far behind passes over what has left the ring in one step.
        to = Math.Max(to, Math.Min(feed.First, until));
        place = place with { Next = to };
        return [.. FeedFrame.Union([.. filters.Select(filter => FeedFrame.Of(feed, filter, from, to, int.MaxValue))])];
    }

    /// <summary>What the latest tick brings; nothing of it is kept here, since a reader may hold its piece for long.</summary>
    private List<ReadOnlyMemory<byte>>? Arrived(FeedRequest request, ref Place place, (int Matched, int Sent)[] counts)
    {
        var tick = ticks.Current;
        if (tick.Number == place.Tick)
        {
            return null;
        }

        var next = place.Next;
        place = new Place(Math.Max(next, tick.To), tick.Number);
        FeedFrame[] frames = [.. request.Filters.Select(filter => tick.From == next
            ? tick.Frame(feed, filter)
            : FeedFrame.Of(feed, filter, next, Math.Max(next, tick.To), tick.MaxEvents))];
        for (var i = 0; i < frames.Length; i++)
        {
            counts[i] = (counts[i].Matched + frames[i].Matched, counts[i].Sent + frames[i].Entries.Length);
        }

        List<ReadOnlyMemory<byte>> piece = [.. FeedFrame.Union(frames)];
        if (tick.Pulse is { } pulse && request.Pulse)
        {
            piece.Add(pulse.Message(counts, Id(place.Next - 1)));
            Array.Clear(counts);
        }

        return piece;
    }

    private ReadOnlyMemory<byte>[] Greeting(long position) => [ServerSentEvent.Retry(Retry), ServerSentEvent.Format("ready", "{}", Id(position))];

    private string Id(long position) => new FeedPosition(feed.Epoch, position).ToString();

    private async Task ArrivesAsync(long tick, TimeSpan patience, CancellationToken ends)
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

    /// <summary>Where a reader is.</summary>
    /// <param name="Next">Position of the next event that it may get.</param>
    /// <param name="Tick">Number of the last tick that it has seen.</param>
    private readonly record struct Place(long Next, long Tick);
}
