using System.Net.ServerSentEvents;
using System.Runtime.CompilerServices;
using System.Text;
using Microsoft.Extensions.Options;

namespace Moodstream.Silo;

/// <summary>
/// Turns the feed into server-sent events for one reader: <c>ready</c> first, then <c>emotion</c> for each event that it
/// wants, <c>resync</c> where it missed some, and <c>heartbeat</c> in silence. Every one of them has an id to resume from.
/// </summary>
/// <param name="feed">The feed.</param>
/// <param name="options">Interval of heartbeats.</param>
/// <param name="time">Clock.</param>
/// <param name="lifetime">Ends every reader when the program stops.</param>
internal sealed class FeedReader(EmotionFeed feed, IOptions<LiveOptions> options, TimeProvider time, IHostApplicationLifetime lifetime)
{
    private const int PageSize = 256;

    private readonly TimeSpan _heartbeat = TimeSpan.FromSeconds(options.Value.HeartbeatSeconds);

    /// <summary>Reads until the reader leaves or the program stops.</summary>
    /// <param name="filter">What the reader wants.</param>
    /// <param name="lastEventId">The last id that it saw, or null for a new reader.</param>
    /// <param name="cancellationToken">The reader left.</param>
    public async IAsyncEnumerable<SseItem<byte[]>> ReadAsync(
        EmotionFilter filter, string? lastEventId, [EnumeratorCancellation] CancellationToken cancellationToken)
    {
        using var ends = CancellationTokenSource.CreateLinkedTokenSource(cancellationToken, lifetime.ApplicationStopping);
        var (next, resumes) = Start(lastEventId);
        yield return Item("ready", "{}"u8, next - 1);
        if (!resumes)
        {
            yield return Item("resync", "{}"u8, next - 1);
        }

        var lastSent = time.GetTimestamp();
        while (!ends.IsCancellationRequested)
        {
            var page = feed.Read(next, PageSize);
            if (page.Missed > 0)
            {
                next += page.Missed;
                SiloTelemetry.Resyncs.Add(1);
                yield return Item("resync", Encoding.UTF8.GetBytes($$"""{"missed":{{page.Missed}}}"""), next - 1);
            }

            foreach (var entry in page.Entries.Where(entry => filter.Admits(entry.Emotion)))
            {
                yield return Item("emotion", entry.Json, entry.Sequence);
                lastSent = time.GetTimestamp();
            }

            next += page.Entries.Length;
            var silence = time.GetElapsedTime(lastSent);
            if (silence >= _heartbeat)
            {
                yield return Item("heartbeat", "{}"u8, next - 1);
                lastSent = time.GetTimestamp();
            }
            else if (page.Entries.IsEmpty)
            {
                await ArrivesAsync(next, _heartbeat - silence, ends.Token);
            }
        }
    }

    /// <summary>Where to begin, and whether that follows on what the reader has seen.</summary>
    private (long Next, bool Resumes) Start(string? lastEventId)
    {
        var next = feed.Next;
        if (string.IsNullOrEmpty(lastEventId))
        {
            return (next, true);
        }

        return FeedPosition.TryParse(lastEventId, out var seen) && seen.Epoch == feed.Epoch && seen.Sequence < next
            ? (seen.Sequence + 1, true)
            : (next, false);
    }

    private async Task ArrivesAsync(long position, TimeSpan patience, CancellationToken ends)
    {
        try
        {
            await feed.WaitAsync(position).WaitAsync(patience, time, ends);
        }
        catch (Exception exception) when (exception is TimeoutException or OperationCanceledException)
        {
            // The reader's loop looks for itself which of the two it was.
        }
    }

    private SseItem<byte[]> Item(string type, ReadOnlySpan<byte> json, long sequence) => Item(type, json.ToArray(), sequence);

    private SseItem<byte[]> Item(string type, byte[] json, long sequence) =>
        new(json, type) { EventId = new FeedPosition(feed.Epoch, sequence).ToString() };
}
