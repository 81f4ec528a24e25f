using System.Buffers.Binary;
using System.Text;
using Moodstream.Abstractions.Posts;
using RocksDbSharp;

namespace Moodstream.Benchmarks.Competitors.Loop;

/// <summary>Rows by user and time, newest first: a write that returned survives the death of the process.</summary>
internal sealed class LoopStore : IDisposable
{
    private readonly RocksDb _database;
    private readonly WriteOptions _writing = new();

    /// <summary>Opens the store.</summary>
    /// <param name="folder">Where its files are.</param>
    public LoopStore(string folder) => _database = RocksDb.Open(
        new DbOptions().SetCreateIfMissing(true).SetCompression(Compression.Lz4).SetWriteBufferSize(64UL << 20), Path.Combine(folder, "rows"));

    /// <summary>Writes the rows of a batch. A row that is there already is written again.</summary>
    /// <param name="batch">The posts.</param>
    /// <param name="events">The event of each, in JSON.</param>
    public void Write(LoopBatch batch, byte[][] events)
    {
        using var rows = new WriteBatch();
        Span<byte> key = stackalloc byte[2048];
        for (var i = 0; i < events.Length; i++)
        {
            rows.Put(key[..WriteKey(key, batch.Keys[i], batch.Posts[i])], events[i]);
        }

        _database.Write(rows, _writing);
    }

    /// <inheritdoc/>
    public void Dispose() => _database.Dispose();

    /// <summary>The user (length in 2 bytes, then UTF-8), the creation time counted down, the post.</summary>
    private static int WriteKey(Span<byte> key, byte[] user, SocialPost post)
    {
        BinaryPrimitives.WriteUInt16BigEndian(key, (ushort)user.Length);
        user.CopyTo(key[sizeof(ushort)..]);
        var length = sizeof(ushort) + user.Length;
        BinaryPrimitives.WriteInt64BigEndian(key[length..], long.MaxValue - post.CreatedAt.UtcTicks);
        length += sizeof(long);
        return length + Encoding.UTF8.GetBytes(post.Id, key[length..]);
    }
}
