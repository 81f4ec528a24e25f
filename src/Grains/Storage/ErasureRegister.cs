using System.Buffers.Binary;
using System.Collections.Concurrent;
using System.Security.Cryptography;
using System.Text;
using RocksDbSharp;

namespace Moodstream.Grains.Storage;

/// <summary>
/// Remembers who was erased, so that posts which are delivered late do not bring anybody back. It knows no ids: only keyed
/// hashes of them, with a secret that never leaves the database. Safe for concurrent use.
/// </summary>
internal sealed class ErasureRegister
{
    private readonly EmbeddedDatabase _database;
    private readonly ConcurrentDictionary<UInt128, long> until = new();

    /// <summary>Reads the register.</summary>
    /// <param name="database">An open database; stays the caller's.</param>
    public ErasureRegister(EmbeddedDatabase database)
    {
        _database = database;
        database.Use(open =>
        {
            using var iterator = open.NewIterator(database.Erasures);
            for (iterator.SeekToFirst(); iterator.Valid(); iterator.Next())
            {
                until[BinaryPrimitives.ReadUInt128BigEndian(iterator.GetKeySpan())] = BinaryPrimitives.ReadInt64BigEndian(iterator.GetValueSpan());
            }

            return true;
        });
    }

    /// <summary>Whether a post belongs to an erased user and was made before the erasure.</summary>
    /// <param name="userId">The user.</param>
    /// <param name="createdTicks">Creation time of the post in UTC ticks.</param>
    public bool Covers(string userId, long createdTicks) =>
        !until.IsEmpty && until.TryGetValue(Hash(userId), out var ticks) && createdTicks <= ticks;

    /// <summary>Registers an erasure durably.</summary>
    /// <param name="userId">The user.</param>
    /// <param name="ticks">Posts made until then, in UTC ticks, are erased; an earlier time than before changes nothing.</param>
    public void Add(string userId, long ticks)
    {
        var hash = Hash(userId);
        var latest = until.AddOrUpdate(hash, ticks, (_, before) => Math.Max(before, ticks));
        var key = new byte[16];
        var value = new byte[sizeof(long)];
        BinaryPrimitives.WriteUInt128BigEndian(key, hash);
        BinaryPrimitives.WriteInt64BigEndian(value, latest);
        using var batch = new WriteBatch();
        batch.Put(key, value, _database.Erasures);
        _database.Write(batch);
    }

    private UInt128 Hash(string userId)
    {
        Span<byte> hash = stackalloc byte[HMACSHA256.HashSizeInBytes];
        HMACSHA256.HashData(_database.CursorKey, Encoding.UTF8.GetBytes(userId), hash);
        return BinaryPrimitives.ReadUInt128BigEndian(hash);
    }
}
