using System.Buffers.Binary;
using System.Collections.Immutable;
using System.Globalization;
using System.Text;
using Moodstream.Abstractions.Posts;
using Orleans.Serialization;
using RocksDbSharp;

namespace Moodstream.Grains.Storage;

/// <summary>
/// Posts in RocksDB, beside the timelines. A post's value is its expiry (8 bytes, UTC ticks) and the serialized record;
/// a content's key is the post's (length in 2 bytes, then UTF-8) and the part's digest; an expiry's key is the ticks and
/// the post. Expiries are never searched for when a post lives longer: the sweep finds that out.
/// </summary>
internal sealed class RocksPostStore(EmbeddedDatabase database, ErasureRegister erasures, Serializer serializer) : IPostStore
{
    /// <summary>Posts that one write of the sweep removes.</summary>
    private const int SweepBatch = 1_000;

    /// <summary>Posts that one sweep gives out to be closed, about.</summary>
    private const int MaxToClose = 10_000;

    /// <summary>Keeps a write that has seen no erasure from landing after the erasure has deleted.</summary>
    private readonly Lock _gate = new();

    /// <inheritdoc/>
    public Task<PostRecord?> ReadAsync(PostKey key) => Task.FromResult(database.Use(open =>
        open.Get(StoredKey(key), database.Posts) is { } value
            ? Record(value)
            : null));

    /// <inheritdoc/>
    public Task<bool> WriteAsync(PostKey key, PostRecord record, IReadOnlyDictionary<string, SocialPost> contents)
    {
        var post = StoredKey(key);
        var expiry = BigEndian(record.ExpiresAt.UtcTicks);
        byte[] value = [.. expiry, .. serializer.SerializeToArray(record)];
        byte[] entry = [.. expiry, .. post];
        using var batch = new WriteBatch();
        batch.Put(post, value, database.Posts);
        batch.Put(entry, Array.Empty<byte>(), database.PostExpiries);
        if (record.IsFinal)
        {
            foreach (var part in record.Parts)
            {
                batch.Delete(ContentKey(post, part.Digest), database.PostContents);
            }
        }
        else
        {
            foreach (var (digest, part) in contents)
            {
                batch.Put(ContentKey(post, digest), serializer.SerializeToArray(part), database.PostContents);
            }
        }

        lock (_gate)
        {
            if (erasures.Covers(record.Events[^1]))
            {
                return Task.FromResult(false);
            }

            if (database.Use(open => open.Get(post, database.Posts)) is { } before && !record.Follows(Record(before)))
            {
                return Task.FromException<bool>(new PostChangedException());
            }

            database.Write(batch);
            return Task.FromResult(true);
        }
    }

    /// <inheritdoc/>
    public Task EraseAsync(string userId) => Task.Run(() =>
    {
        var user = StoredKey(new PostKey(userId, string.Empty));
        var hash = erasures.Hash(userId);
        lock (_gate)
        {
            var posts = database.Keys(database.Posts, user);
            if (posts.Count == 0 && !database.IsUnpurged(hash))
            {
                // Whoever ever posted in parts has a timeline too, and its erasure has noted that.
                return;
            }

            using var batch = new WriteBatch();
            EmbeddedDatabase.NoteUnpurged(hash, batch);
            foreach (var post in posts)
            {
                batch.Delete(post, database.Posts);
                database.Keys(database.PostContents, ContentPrefix(post)).ForEach(content => batch.Delete(content, database.PostContents));
            }

            // Expiries are in the order of time, and a post may have several.
            foreach (var expiry in database.Keys(database.PostExpiries, []).Where(expiry => expiry.AsSpan(sizeof(long)).StartsWith(user)))
            {
                batch.Delete(expiry, database.PostExpiries);
            }

            database.Write(batch);
        }

        database.Purge((database.Posts, user), (database.PostContents, []), (database.PostExpiries, []));
        database.NotePurged(hash);
    });

    /// <inheritdoc/>
    public Task<IReadOnlyDictionary<string, SocialPost>> ReadContentsAsync(PostKey key) => Task.FromResult(database.Use(open =>
    {
        var contents = new Dictionary<string, SocialPost>(StringComparer.Ordinal);
        var prefix = ContentPrefix(StoredKey(key));
        using var iterator = open.NewIterator(database.PostContents);
        for (iterator.Seek(prefix); iterator.Valid() && iterator.GetKeySpan().StartsWith(prefix); iterator.Next())
        {
            contents.Add(
                Encoding.ASCII.GetString(iterator.GetKeySpan()[prefix.Length..]),
                serializer.Deserialize<SocialPost>(iterator.Value())!);
        }

        return (IReadOnlyDictionary<string, SocialPost>)contents;
    }));

    /// <inheritdoc/>
    public Task<(int Removed, ImmutableArray<PostKey> ToClose)> SweepAsync(DateTimeOffset now) => Task.Run(() =>
    {
        var removed = 0;
        var toClose = ImmutableArray.CreateBuilder<PostKey>();
        byte[] from = [];
        while (toClose.Count < MaxToClose && SweepOnce(ref from, now.UtcTicks, toClose) is { } count)
        {
            removed += count;
        }

        return (removed, toClose.DrainToImmutable());
    });

    private static byte[] ContentPrefix(byte[] post)
    {
        var prefix = new byte[sizeof(ushort) + post.Length];
        BinaryPrimitives.WriteUInt16BigEndian(prefix, checked((ushort)post.Length));
        post.CopyTo(prefix, sizeof(ushort));
        return prefix;
    }

    private static byte[] ContentKey(byte[] post, string digest) => [.. ContentPrefix(post), .. Encoding.ASCII.GetBytes(digest)];

    /// <summary>The length of the user's id, then user and post: no user's keys are a prefix of another's.</summary>
    private static byte[] StoredKey(PostKey key) =>
        Encoding.UTF8.GetBytes(string.Create(CultureInfo.InvariantCulture, $"{key.UserId.Length}:{key.UserId}{key.PostId}"));

    private PostRecord Record(byte[] value) => serializer.Deserialize<PostRecord>(value.AsMemory(sizeof(long)))!;

    private static byte[] BigEndian(long value)
    {
        var bytes = new byte[sizeof(long)];
        BinaryPrimitives.WriteInt64BigEndian(bytes, value);
        return bytes;
    }

    /// <summary>Looks at up to <see cref="SweepBatch"/> expired posts, under the lock that writes take, so that none is written in between.</summary>
    /// <param name="from">The last expiry that was looked at; moves on.</param>
    /// <param name="now">UTC ticks.</param>
    /// <param name="toClose">Receives posts that are to be closed.</param>
    /// <returns>How many were removed; null where no expired one was left.</returns>
    private int? SweepOnce(ref byte[] from, long now, ImmutableArray<PostKey>.Builder toClose)
    {
        lock (_gate)
        {
            var after = from;
            var expired = database.Use(open => Expired(open, after, now));
            if (expired.Count == 0)
            {
                return null;
            }

            var removed = 0;
            using var batch = new WriteBatch();
            foreach (var entry in expired)
            {
                var post = entry[sizeof(long)..];
                var value = database.Use(open => open.Get(post, database.Posts));
                if (value is not null && BinaryPrimitives.ReadInt64BigEndian(value) <= now)
                {
                    var record = Record(value);
                    if (!record.IsFinal || record.IsClosing)
                    {
                        toClose.Add(record.Events[^1].Post);
                        continue;
                    }

                    batch.Delete(post, database.Posts);
                    removed++;
                }

                batch.Delete(entry, database.PostExpiries);
            }

            database.Write(batch);
            from = expired[^1];
            return removed;
        }
    }

    private List<byte[]> Expired(RocksDb open, byte[] after, long now)
    {
        var expired = new List<byte[]>();
        using var iterator = open.NewIterator(database.PostExpiries);
        for (iterator.Seek(after); iterator.Valid() && expired.Count < SweepBatch; iterator.Next())
        {
            var entry = iterator.Key();
            if (BinaryPrimitives.ReadInt64BigEndian(entry) > now)
            {
                break;
            }

            if (!entry.AsSpan().SequenceEqual(after))
            {
                expired.Add(entry);
            }
        }

        return expired;
    }
}
