using RocksDbSharp;

namespace Moodstream.Grains.Storage;

/// <summary>
/// Removes what is past its retention from the timelines in RocksDB, a little at a time. A user's entries stand newest first, so that a step
/// goes from user to user and reads only what it removes.
/// </summary>
/// <param name="database">An open database.</param>
/// <param name="placeKeys">Makes the keys of places.</param>
/// <param name="writing">Held by whoever writes: a place that is written anew meanwhile is not the one that is removed.</param>
internal sealed class RocksTimelineSweep(EmbeddedDatabase database, PlaceKey placeKeys, Lock writing)
{
    /// <summary>Entries that one write removes.</summary>
    private const int MaxEntries = 1_000;

    /// <summary>Users that one step passes: it keeps the database from being closed.</summary>
    private const int MaxUsers = 10_000;

    /// <summary>Sweeps once.</summary>
    /// <param name="earliestTicks">The earliest creation time that is kept, in UTC ticks.</param>
    /// <param name="cancellationToken">Ends it before its end.</param>
    /// <returns>How many entries were removed.</returns>
    public long Run(long earliestTicks, CancellationToken cancellationToken)
    {
        var removed = 0L;
        byte[]? from = [];
        while (from is not null && !cancellationToken.IsCancellationRequested)
        {
            var begin = from;
            (var passed, from) = database.Use(open => Passed(open, begin, earliestTicks));
            Remove(passed);
            removed += passed.Count;
        }

        return removed;
    }

    /// <summary>Finds entries that are past their retention.</summary>
    /// <returns>Their keys, and where to go on; null at the end.</returns>
    private (List<byte[]> Passed, byte[]? Next) Passed(RocksDb open, byte[] from, long earliestTicks)
    {
        var passed = new List<byte[]>();
        var users = 0;
        using var iterator = open.NewIterator(database.Entries);
        iterator.Seek(from);
        while (iterator.Valid())
        {
            var key = iterator.GetKeySpan();
            if (passed.Count == MaxEntries || users == MaxUsers)
            {
                return (passed, key.ToArray());
            }

            var user = TimelineKeys.UserOf(key);
            if (TimelineKeys.CreatedTicks(user, key) < earliestTicks)
            {
                passed.Add(key.ToArray());
                iterator.Next();
            }
            else
            {
                users++;
                iterator.Seek(TimelineKeys.Entry(user, earliestTicks - 1, []));
            }
        }

        return (passed, null);
    }

    private void Remove(List<byte[]> entries)
    {
        if (entries.Count == 0)
        {
            return;
        }

        lock (writing)
        {
            using var batch = new WriteBatch();
            database.Use(open =>
            {
                Span<byte> placeKey = stackalloc byte[PlaceKey.Bytes];
                foreach (var entry in entries)
                {
                    var user = TimelineKeys.UserOf(entry);
                    byte[] userAndPost = [.. user, .. entry.AsSpan(user.Length + TimelineKeys.TimeBytes)];
                    placeKeys.Write(userAndPost, placeKey);
                    batch.Delete(entry, database.Entries);
                    batch.Delete(userAndPost, database.Revisions);
                    if (open.Get(placeKey, TimelinePlace.Reader, database.Places).CreatedTicks == TimelineKeys.CreatedTicks(user, entry))
                    {
                        batch.Delete(placeKey, database.Places);
                    }
                }

                return true;
            });
            database.Write(batch);
        }
    }
}
