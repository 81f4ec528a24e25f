using System.Buffers.Binary;
using System.Text;
using Moodstream.Abstractions.Emotions;
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
    /// <param name="events">The events.</param>
    public void Write(LoopEvent[] events)
    {
        using var batch = new WriteBatch();
        Span<byte> key = stackalloc byte[2048];
        foreach (var (emotion, json) in events)
        {
            batch.Put(key[..WriteKey(key, emotion)], json);
        }

        _database.Write(batch, _writing);
    }

    /// <inheritdoc/>
    public void Dispose() => _database.Dispose();

    /// <summary>The user (length in 2 bytes, then UTF-8), the creation time counted down, the post.</summary>
    private static int WriteKey(Span<byte> key, EmotionEvent emotion)
    {
        var length = Encoding.UTF8.GetBytes(emotion.UserId, key[sizeof(ushort)..]);
        BinaryPrimitives.WriteUInt16BigEndian(key, (ushort)length);
        length += sizeof(ushort);
        BinaryPrimitives.WriteInt64BigEndian(key[length..], long.MaxValue - emotion.CreatedAt.UtcTicks);
        length += sizeof(long);
        return length + Encoding.UTF8.GetBytes(emotion.PostId, key[length..]);
    }
}
