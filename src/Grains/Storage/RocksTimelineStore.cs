using System.Collections.Immutable;
using System.Diagnostics;
using System.Runtime.InteropServices;
using System.Text;
using System.Threading.Channels;
using Moodstream.Abstractions.Emotions;
using Moodstream.Abstractions.Posts;
using Moodstream.Grains.Interfaces.Timelines;
using Moodstream.Grains.Telemetry;
using RocksDbSharp;

namespace Moodstream.Grains.Storage;

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

    private static readonly ImmutableSortedDictionary<string, long> Nothing = ImmutableSortedDictionary.Create<string, long>(StringComparer.Ordinal);

    private readonly EmbeddedDatabase _database;
    private readonly ErasureRegister _erasures;
    private readonly TimelineCursor _cursors;
    private readonly Task _writer;
    private readonly Channel<Appended> _waiting = Channel.CreateBounded<Appended>(
        new BoundedChannelOptions(MaxWaiting) { SingleReader = true });

    /// <summary>Makes the store and starts its writer.</summary>
    /// <param name="database">An open database; stays the caller's.</param>
    /// <param name="erasures">Who was erased.</param>
    public RocksTimelineStore(EmbeddedDatabase database, ErasureRegister erasures)
    {
        _database = database;
        _erasures = erasures;
        _cursors = new TimelineCursor(database.CursorKey);
        _writer = Task.Run(WriteAllAsync);
    }

    /// <inheritdoc/>
    public async Task<ImmutableArray<EmotionEvent>> AppendAsync(ImmutableArray<EmotionEvent> events)
    {
        if (events.IsDefaultOrEmpty)
        {
            return [];
        }

        var appended = new Appended([.. events.Select(emotion => new TimelineRow(emotion))]);
        await _waiting.Writer.WriteAsync(appended);
        await appended.Written.Task;
        return [.. appended.Rows.Where(row => row.IsRefused).Select(row => row.Emotion)];
    }

    /// <inheritdoc/>
    public Task<TimelinePage> QueryAsync(string userId, TimelineQuery query)
    {
        ArgumentOutOfRangeException.ThrowIfLessThan(query.Limit, 1, nameof(query));
        ArgumentOutOfRangeException.ThrowIfGreaterThan(query.Limit, TimelineQuery.MaxLimit, nameof(query));
        return Task.Run(() => _database.Use(open => Read(open, userId, query)));
    }

    /// <inheritdoc/>
    public Task<ImmutableArray<ImmutableSortedDictionary<string, long>>> CountAsync(string userId, ImmutableArray<DateTimeOffset> boundaries)
    {
        if (boundaries.IsDefault || boundaries.Length < 2 || boundaries.Zip(boundaries.Skip(1)).Any(pair => pair.First >= pair.Second))
        {
            throw new ArgumentException("Boundaries are at least two times, ascending.", nameof(boundaries));
        }

        return Task.Run(() => _database.Use(open => Count(open, TimelineKeys.User(userId), [.. boundaries.Select(boundary => boundary.UtcTicks)])));
    }

    /// <inheritdoc/>
    public async Task EraseAsync(string userId)
    {
        // What the writer takes after this is refused by the register; what it took before is there to be deleted.
        var barrier = new Appended([]);
        await _waiting.Writer.WriteAsync(barrier);
        await barrier.Written.Task;
        await Task.Run(() => Delete(TimelineKeys.User(userId)));
    }

    /// <summary>Writes what is waiting and stops.</summary>
    public async ValueTask DisposeAsync()
    {
        _waiting.Writer.TryComplete();
        await _writer;
    }

    private TimelinePage Read(RocksDb open, string userId, TimelineQuery query)
    {
        var user = TimelineKeys.User(userId);
        var after = query.Cursor is { } cursor ? _cursors.Read(user, cursor) : null;
        var earliest = query.From?.UtcTicks ?? 0;
        var emotion = query.Emotion is { } wanted ? Encoding.UTF8.GetBytes(wanted) : null;
        var items = ImmutableArray.CreateBuilder<EmotionEvent>();
        byte[]? last = null;

        using var iterator = open.NewIterator(_database.Entries);
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
                return new TimelinePage(items.DrainToImmutable(), _cursors.Write(user, last));
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

    private ImmutableArray<ImmutableSortedDictionary<string, long>> Count(RocksDb open, byte[] user, long[] boundaries)
    {
        var counts = new Dictionary<string, long>?[boundaries.Length - 1];
        var interval = counts.Length - 1;
        var scanned = 0;
        using var iterator = open.NewIterator(_database.Entries);
        for (iterator.Seek(TimelineKeys.Entry(user, boundaries[^1] - 1, [])); iterator.Valid(); iterator.Next())
        {
            var key = iterator.GetKeySpan();
            if (!key.StartsWith(user) || TimelineKeys.CreatedTicks(user, key) is var created && created < boundaries[0])
            {
                break;
            }

            if (++scanned > TimelineTooLongException.MaxPosts)
            {
                throw new TimelineTooLongException();
            }

            while (created < boundaries[interval])
            {
                interval--;
            }

            var into = counts[interval] ??= new Dictionary<string, long>(StringComparer.Ordinal);
            CollectionsMarshal.GetValueRefOrAddDefault(into, Encoding.UTF8.GetString(TimelineValue.Emotion(iterator.GetValueSpan())), out _)++;
        }

        return [.. counts.Select(count => count?.ToImmutableSortedDictionary(StringComparer.Ordinal) ?? Nothing)];
    }

    private void Delete(byte[] user)
    {
        ColumnFamilyHandle[] families = [_database.Entries, _database.Revisions];
        using var batch = new WriteBatch();
        foreach (var family in families)
        {
            _database.Keys(family, user).ForEach(key => batch.Delete(key, family));
        }

        _database.Write(batch);
        _database.Purge([.. families.Select(family => (family, user))]);
    }

    private async Task WriteAllAsync()
    {
        var together = new List<Appended>();
        while (await _waiting.Reader.WaitToReadAsync())
        {
            var rows = 0;
            while (rows < MaxRows && _waiting.Reader.TryRead(out var appended))
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
        var places = new Dictionary<PostKey, TimelinePlace>();
        Span<byte> place = stackalloc byte[TimelinePlace.Bytes];
        foreach (var row in rows)
        {
            if (_erasures.Covers(row.Emotion))
            {
                row.IsRefused = true;
                continue;
            }

            var before = places.TryGetValue(row.Emotion.Post, out var written) ? written : Stored(row);
            if (before?.Revision >= row.Place.Revision)
            {
                continue;
            }

            if (before is { } older && older.CreatedTicks != row.Place.CreatedTicks)
            {
                batch.Delete(row.EntryKey(older.CreatedTicks), _database.Entries);
            }

            row.Place.Write(place);
            batch.Put(row.EntryKey(row.Place.CreatedTicks), row.Value, _database.Entries);
            batch.Put(row.RevisionKey, place, _database.Revisions);
            places[row.Emotion.Post] = row.Place;
        }

        if (places.Count > 0)
        {
            _database.Write(batch);
        }
    }

    private TimelinePlace? Stored(TimelineRow row) => _database.Use<TimelinePlace?>(open =>
    {
        Span<byte> place = stackalloc byte[TimelinePlace.Bytes];
        return open.GetFixedSizeValue(row.RevisionKey, place, _database.Revisions) ? TimelinePlace.Read(place) : null;
    });

    private sealed record Appended(TimelineRow[] Rows)
    {
        public TaskCompletionSource Written { get; } = new(TaskCreationOptions.RunContinuationsAsynchronously);
    }
}
