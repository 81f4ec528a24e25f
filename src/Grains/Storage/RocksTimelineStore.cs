using System.Collections.Immutable;
using System.Runtime.InteropServices;
using System.Text;
using Moodstream.Abstractions.Emotions;
using Moodstream.Abstractions.Posts;
using Moodstream.Grains.Interfaces.Timelines;
using RocksDbSharp;

namespace Moodstream.Grains.Storage;

/// <summary>
/// Timelines in RocksDB. One writer takes whatever appends are waiting (<see cref="AppendQueue"/>): what it compares changes only by itself, and by sweeps.
/// </summary>
internal sealed class RocksTimelineStore : ITimelineStore, IAsyncDisposable
{
    private static readonly ImmutableSortedDictionary<string, long> Nothing = ImmutableSortedDictionary.Create<string, long>(StringComparer.Ordinal);

    private static readonly JsonForm JsonReader = new();

    private readonly EmbeddedDatabase _database;
    private readonly ErasureRegister _erasures;
    private readonly TimelineRetention _retention;
    private readonly Lock _writing = new();
    // The writer's alone: the row it is at, and the latest entry of each post in the batch that it makes.
    private readonly TimelineRow _row = new();
    private readonly Dictionary<PostKey, TimelineEntry> _inBatch = [];
    private readonly TimelineCursor _cursors;
    private readonly PlaceKey _placeKeys;
    private readonly bool _hasOldPlaces;
    private readonly AppendQueue _queue;

    /// <summary>Makes the store and starts its writer.</summary>
    /// <param name="database">An open database; stays the caller's.</param>
    /// <param name="erasures">Who was erased.</param>
    /// <param name="retention">How long posts are kept.</param>
    public RocksTimelineStore(EmbeddedDatabase database, ErasureRegister erasures, TimelineRetention retention)
    {
        _database = database;
        _erasures = erasures;
        _retention = retention;
        _cursors = new TimelineCursor(database.CursorKey);
        _placeKeys = new PlaceKey(database.CursorKey);
        _hasOldPlaces = database.Use(open =>
        {
            using var places = open.NewIterator(database.Revisions);
            return places.SeekToFirst().Valid();
        });
        _queue = new AppendQueue(together =>
        {
            Write(together);
            return Task.CompletedTask;
        });
    }

    /// <inheritdoc/>
    public Task<ImmutableArray<UnstoredEntry>> AppendAsync(ImmutableArray<TimelineEntry> entries) => _queue.AppendAsync(entries);

    /// <inheritdoc/>
    public Task<TimelinePage> QueryAsync(string userId, TimelineQuery query)
    {
        StoreLimits.Check(query);
        return Task.Run(() => _database.Use(open => Read(open, userId, query)));
    }

    /// <inheritdoc/>
    public Task<ImmutableArray<ImmutableSortedDictionary<string, long>>> CountAsync(string userId, ImmutableArray<DateTimeOffset> boundaries)
    {
        StoreLimits.Check(boundaries);
        return Task.Run(() => _database.Use(open => Count(open, TimelineKeys.User(userId), [.. boundaries.Select(boundary => boundary.UtcTicks)])));
    }

    /// <inheritdoc/>
    public Task<int> RevisionAsync(PostKey post) => Task.FromResult(_database.Use(open =>
    {
        byte[] userAndPost = [.. TimelineKeys.User(post.UserId), .. Encoding.UTF8.GetBytes(post.PostId)];
        var key = new byte[PlaceKey.Bytes];
        _placeKeys.Write(userAndPost, key);
        var place = open.Get(key, TimelinePlace.Reader, _database.Places);
        return place.Revision == 0 && _hasOldPlaces ? open.Get(userAndPost, TimelinePlace.Reader, _database.Revisions).Revision : place.Revision;
    }));

    /// <inheritdoc/>
    public Task<long> SweepAsync(CancellationToken cancellationToken) => _retention.EarliestTicks is > 0 and var earliest
        ? Task.Run(() => new RocksTimelineSweep(_database, _placeKeys, _writing).Run(earliest, cancellationToken), CancellationToken.None)
        : Task.FromResult(0L);

    /// <inheritdoc/>
    public async Task EraseAsync(string userId)
    {
        // What the writer takes after this is refused by the register; what it took before is there to be deleted.
        await _queue.PassAsync();
        await Task.Run(() => Delete(TimelineKeys.User(userId), _erasures.Hash(userId)));
    }

    /// <summary>Writes what is waiting and stops.</summary>
    public ValueTask DisposeAsync() => _queue.DisposeAsync();

    private TimelinePage Read(RocksDb open, string userId, TimelineQuery query)
    {
        var user = TimelineKeys.User(userId);
        var after = query.Cursor is { } cursor ? _cursors.Read(user, cursor) : null;
        var earliest = Math.Max(_retention.EarliestTicks, query.From?.UtcTicks ?? 0);
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
            if ((matches && items.Count == query.Limit) || ++scanned > StoreLimits.MaxScanned)
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
        var earliest = Math.Max(_retention.EarliestTicks, boundaries[0]);
        var counts = new Dictionary<string, long>?[boundaries.Length - 1];
        var interval = counts.Length - 1;
        var scanned = 0;
        using var iterator = open.NewIterator(_database.Entries);
        for (iterator.Seek(TimelineKeys.Entry(user, boundaries[^1] - 1, [])); iterator.Valid(); iterator.Next())
        {
            var key = iterator.GetKeySpan();
            if (!key.StartsWith(user) || TimelineKeys.CreatedTicks(user, key) is var created && created < earliest)
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

    private void Delete(byte[] user, UInt128 hash)
    {
        var entries = _database.Keys(_database.Entries, user);
        var revisions = _database.Keys(_database.Revisions, user);
        if (entries.Count == 0 && revisions.Count == 0 && !_database.IsUnpurged(hash) && _retention.EarliestTicks is not > 0)
        {
            // Files are rewritten for those only who may be in them; where entries expire, that is anybody.
            return;
        }

        using var batch = new WriteBatch();
        EmbeddedDatabase.NoteUnpurged(hash, batch);
        var place = new byte[PlaceKey.Bytes];
        foreach (var entry in entries)
        {
            _placeKeys.Write([.. user, .. entry.AsSpan(user.Length + TimelineKeys.TimeBytes)], place);
            batch.Delete(place, _database.Places);
            batch.Delete(entry, _database.Entries);
        }

        revisions.ForEach(key => batch.Delete(key, _database.Revisions));
        _database.Write(batch);
        // Places name nobody: what is deleted of them vanishes from the files whenever those are rewritten anyway.
        _database.Purge((_database.Entries, user), (_database.Revisions, user));
    }

    private void Write(IReadOnlyList<Appended> together)
    {
        lock (_writing)
        {
            WriteAlone(together);
        }
    }

    private void WriteAlone(IReadOnlyList<Appended> together)
    {
        using var batch = new WriteBatch();
        _database.Use(open =>
        {
            _inBatch.Clear();
            foreach (var appended in together)
            {
                var unstored = ImmutableArray.CreateBuilder<UnstoredEntry>();
                for (var i = 0; i < appended.Entries.Length; i++)
                {
                    if (Put(open, batch, appended.Entries[i]) is { } reason)
                    {
                        unstored.Add(new UnstoredEntry(i, reason.Reason, reason.Json));
                    }
                }

                appended.Unstored = unstored.DrainToImmutable();
            }

            return true;
        });
        if (_inBatch.Count > 0)
        {
            _database.Write(batch);
        }
    }

    /// <summary>Adds an entry to what is written.</summary>
    /// <returns>Why it is not to be stored as it came; null where it is, or where a newer revision is there.</returns>
    private (UnstoredReason Reason, byte[]? Json)? Put(RocksDb open, WriteBatch batch, TimelineEntry entry)
    {
        if (_erasures.Covers(entry.Post.UserId, entry.CreatedAt, entry.ReceivedAt))
        {
            return (UnstoredReason.Erased, null);
        }

        if (_retention.IsPast(entry.CreatedAt))
        {
            return (UnstoredReason.Expired, null);
        }

        _row.Set(entry);
        Span<byte> placeKey = stackalloc byte[PlaceKey.Bytes];
        _placeKeys.Write(_row.UserAndPost, placeKey);
        var isInBatch = _inBatch.TryGetValue(entry.Post, out var earlier);
        var before = isInBatch ? TimelinePlace.Of(earlier!) : Place(open, placeKey);
        var now = TimelinePlace.Of(entry);
        switch (before.Judge(now))
        {
            case PlaceVerdict.Conflict:
                return (UnstoredReason.Conflict, null);
            case PlaceVerdict.PassOver:
                return null;
            case PlaceVerdict.Repeat
                when (isInBatch ? earlier!.Json : open.Get(_row.EntryKey(before.CreatedTicks), JsonReader, _database.Entries)) is { } said:
                return (UnstoredReason.Repeated, said);
        }

        if (before.Revision > 0 && before.CreatedTicks != now.CreatedTicks)
        {
            batch.Delete(_row.EntryKey(before.CreatedTicks), _database.Entries);
        }

        Span<byte> place = stackalloc byte[TimelinePlace.Bytes];
        now.Write(place);
        _row.SetValue(entry);
        batch.Put(_row.EntryKey(now.CreatedTicks), _row.Value, _database.Entries);
        batch.Put(placeKey, place, _database.Places);
        _inBatch[entry.Post] = entry;
        return null;
    }

    private TimelinePlace Place(RocksDb open, ReadOnlySpan<byte> key)
    {
        var place = open.Get(key, TimelinePlace.Reader, _database.Places);
        return place.Revision == 0 && _hasOldPlaces ? open.Get(_row.UserAndPost, TimelinePlace.Reader, _database.Revisions) : place;
    }

    /// <summary>Reads the event out of an entry's value.</summary>
    private sealed class JsonForm : ISpanDeserializer<byte[]>
    {
        public byte[] Deserialize(ReadOnlySpan<byte> buffer) => TimelineValue.Json(buffer).ToArray();
    }
}
