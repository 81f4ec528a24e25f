using System.Collections.Immutable;
using System.Diagnostics;
using System.Text;
using System.Threading.Channels;
using Moodstream.Grains.Interfaces;
using RocksDbSharp;

namespace Moodstream.Grains;

/// <summary>
/// Timelines in RocksDB. One writer takes whatever appends are waiting and writes them as one batch: concurrent callers
/// share a write, and comparing revisions needs no locks.
/// </summary>
internal sealed class RocksTimelineStore : ITimelineStore, IAsyncDisposable
{
    /// <summary>Appends that may wait for the writer; more callers wait for room.</summary>
    private const int MaxWaiting = 1_024;

    /// <summary>Rows after which a write is large enough.</summary>
    private const int MaxRows = 4_096;

    /// <summary>Entries that one query may pass over, so that a rare emotion in a long timeline holds nobody up.</summary>
    private const int MaxScanned = 100_000;

    private readonly EmbeddedDatabase database;
    private readonly TimelineCursor cursors;
    private readonly Task writer;
    private readonly Channel<Appended> waiting = Channel.CreateBounded<Appended>(
        new BoundedChannelOptions(MaxWaiting) { SingleReader = true });

    /// <summary>Makes the store and starts its writer.</summary>
    /// <param name="database">An open database; stays the caller's.</param>
    public RocksTimelineStore(EmbeddedDatabase database)
    {
        this.database = database;
        cursors = new TimelineCursor(database.CursorKey);
        writer = Task.Run(WriteAll);
    }

    /// <inheritdoc/>
    public async Task Append(ImmutableArray<EmotionEvent> events)
    {
        if (events.IsDefaultOrEmpty)
        {
            return;
        }

        var appended = new Appended([.. events.Select(emotion => new TimelineRow(emotion))]);
        await waiting.Writer.WriteAsync(appended);
        await appended.Written.Task;
    }

    /// <inheritdoc/>
    public Task<TimelinePage> Query(string userId, TimelineQuery query)
    {
        ArgumentOutOfRangeException.ThrowIfLessThan(query.Limit, 1, nameof(query));
        ArgumentOutOfRangeException.ThrowIfGreaterThan(query.Limit, TimelineQuery.MaxLimit, nameof(query));
        return Task.Run(() => database.Use(open => Read(open, userId, query)));
    }

    /// <summary>Writes what is waiting and stops.</summary>
    public async ValueTask DisposeAsync()
    {
        waiting.Writer.TryComplete();
        await writer;
    }

    private TimelinePage Read(RocksDb open, string userId, TimelineQuery query)
    {
        var user = TimelineKeys.User(userId);
        var after = query.Cursor is { } cursor ? cursors.Read(user, cursor) : null;
        var earliest = query.From?.UtcTicks ?? 0;
        var emotion = query.Emotion is { } wanted ? Encoding.UTF8.GetBytes(wanted) : null;
        var items = ImmutableArray.CreateBuilder<EmotionEvent>();
        byte[]? last = null;

        using var iterator = open.NewIterator(database.Entries);
        var scanned = 0;
        for (iterator.Seek(Start(user, query, after)); iterator.Valid(); iterator.Next())
        {
            var key = iterator.GetKeySpan();
            if (!key.StartsWith(user) || TimelineKeys.CreatedTicks(user, key) < earliest)
            {
                return new TimelinePage(items.DrainToImmutable(), null);
            }

            if (after is not null && key.SequenceEqual(after))
            {
                continue;
            }

            var value = iterator.GetValueSpan();
            var matches = emotion is null || TimelineValue.Emotion(value).SequenceEqual(emotion);
            if ((matches && items.Count == query.Limit) || ++scanned > MaxScanned)
            {
                return new TimelinePage(items.DrainToImmutable(), cursors.Write(user, last));
            }

            last = key.ToArray();
            if (matches)
            {
                items.Add(TimelineValue.Read(value));
            }
        }

        return new TimelinePage(items.DrainToImmutable(), null);
    }

    /// <summary>Where reading starts: after the cursor, or at the latest time wanted, whichever is further down.</summary>
    private static byte[] Start(byte[] user, TimelineQuery query, byte[]? after)
    {
        var latest = query.To is { } to ? TimelineKeys.Entry(user, to.UtcTicks - 1, []) : user;
        return after is not null && after.AsSpan().SequenceCompareTo(latest) > 0 ? after : latest;
    }

    private async Task WriteAll()
    {
        var together = new List<Appended>();
        while (await waiting.Reader.WaitToReadAsync())
        {
            var rows = 0;
            while (rows < MaxRows && waiting.Reader.TryRead(out var appended))
            {
                together.Add(appended);
                rows += appended.Rows.Length;
            }

            try
            {
                var started = Stopwatch.GetTimestamp();
                Write(together.SelectMany(appended => appended.Rows));
                GrainsTelemetry.TimelineWritten(rows, Stopwatch.GetElapsedTime(started));
                together.ForEach(appended => appended.Written.SetResult());
            }
            catch (Exception exception)
            {
                together.ForEach(appended => appended.Written.SetException(exception));
            }

            together.Clear();
        }
    }

    private void Write(IEnumerable<TimelineRow> rows)
    {
        using var batch = new WriteBatch();
        var places = new Dictionary<(string User, string Post), TimelinePlace>();
        Span<byte> place = stackalloc byte[TimelinePlace.Bytes];
        foreach (var row in rows)
        {
            var before = places.TryGetValue((row.UserId, row.PostId), out var written) ? written : Stored(row);
            if (before?.Revision >= row.Place.Revision)
            {
                continue;
            }

            if (before is { } older && older.CreatedTicks != row.Place.CreatedTicks)
            {
                batch.Delete(row.EntryKey(older.CreatedTicks), database.Entries);
            }

            row.Place.Write(place);
            batch.Put(row.EntryKey(row.Place.CreatedTicks), row.Value, database.Entries);
            batch.Put(row.RevisionKey, place, database.Revisions);
            places[(row.UserId, row.PostId)] = row.Place;
        }

        if (places.Count > 0)
        {
            database.Write(batch);
        }
    }

    private TimelinePlace? Stored(TimelineRow row) => database.Use<TimelinePlace?>(open =>
    {
        Span<byte> place = stackalloc byte[TimelinePlace.Bytes];
        return open.GetFixedSizeValue(row.RevisionKey, place, database.Revisions) ? TimelinePlace.Read(place) : null;
    });

    private sealed record Appended(TimelineRow[] Rows)
    {
        public TaskCompletionSource Written { get; } = new(TaskCreationOptions.RunContinuationsAsynchronously);
    }
}
