using System.Buffers.Binary;
using System.Collections.Concurrent;
using System.Security.Cryptography;
using System.Text;
using Moodstream.Abstractions.Emotions;
using RocksDbSharp;

namespace Moodstream.Grains.Storage;

/// <summary>
/// Remembers who was erased, so that posts which are delivered late do not bring anybody back. It knows no ids: only keyed
/// hashes of them, about 50 bytes for an erasure, with a secret that never leaves the process or the database. Safe for concurrent use.
/// </summary>
/// <remarks>
/// A post counts as made before an erasure where either its creation time or the time at which it came in does: an author's clock, or a joke
/// such as the year 9999, must neither save a post from the erasure nor keep out what the user posts afterwards.
/// </remarks>
public sealed class ErasureRegister : IErasures
{
    private readonly ConcurrentDictionary<UInt128, long> _until = new();
    private readonly EmbeddedDatabase? _database;
    private readonly byte[] _key;

    /// <summary>Makes an empty register that lives as long as the process.</summary>
    public ErasureRegister()
        : this(RandomNumberGenerator.GetBytes(32))
    {
    }

    /// <summary>Makes an empty register whose hashes are those of others with the same secret.</summary>
    /// <param name="key">The secret.</param>
    internal ErasureRegister(byte[] key) => _key = key;

    /// <summary>Reads a durable register.</summary>
    /// <param name="database">An open database; stays the caller's.</param>
    internal ErasureRegister(EmbeddedDatabase database)
    {
        _database = database;
        _key = database.CursorKey;
        // Earlier versions erased up to the latest creation time that they had seen, be it in the year 9999.
        var now = DateTime.UtcNow.Ticks;
        database.Use(open =>
        {
            using var iterator = open.NewIterator(database.Erasures);
            for (iterator.SeekToFirst(); iterator.Valid(); iterator.Next())
            {
                _until[BinaryPrimitives.ReadUInt128BigEndian(iterator.GetKeySpan())] = Math.Min(now, BinaryPrimitives.ReadInt64BigEndian(iterator.GetValueSpan()));
            }

            return true;
        });
    }

    /// <summary>Whether an event is of a post that an erased user made before the erasure.</summary>
    /// <param name="emotion">The event.</param>
    public bool Covers(EmotionEvent emotion)
    {
        ArgumentNullException.ThrowIfNull(emotion);
        return Covers(emotion.UserId, emotion.CreatedAt, emotion.ReceivedAt);
    }

    /// <summary>Whether a post is one that an erased user made before the erasure.</summary>
    /// <param name="userId">Its author.</param>
    /// <param name="createdAt">When the author says to have posted it.</param>
    /// <param name="receivedAt">When it came in; <c>default</c> where that is unknown.</param>
    public bool Covers(string userId, DateTimeOffset createdAt, DateTimeOffset receivedAt) =>
        !_until.IsEmpty && _until.TryGetValue(Hash(userId), out var ticks) && MadeTicks(createdAt, receivedAt) <= ticks;

    /// <summary>Until when posts of a user are erased, in UTC; null for a user who was not.</summary>
    /// <param name="userId">The user.</param>
    public DateTimeOffset? Until(string userId) => _until.TryGetValue(Hash(userId), out var ticks) ? new DateTimeOffset(ticks, TimeSpan.Zero) : null;

    /// <summary>Registers an erasure, durably where the register is.</summary>
    /// <param name="userId">The user.</param>
    /// <param name="until">Posts made until then are erased; an earlier time than before changes nothing.</param>
    public void Add(string userId, DateTimeOffset until)
    {
        ArgumentNullException.ThrowIfNull(userId);
        var hash = Hash(userId);
        var latest = Learn(hash, until.UtcTicks);
        if (_database is null)
        {
            return;
        }

        var key = new byte[16];
        var value = new byte[sizeof(long)];
        BinaryPrimitives.WriteUInt128BigEndian(key, hash);
        BinaryPrimitives.WriteInt64BigEndian(value, latest);
        using var batch = new WriteBatch();
        batch.Put(key, value, _database.Erasures);
        _database.Write(batch);
    }

    /// <inheritdoc/>
    Task<DateTimeOffset?> IErasures.UntilAsync(string userId) => Task.FromResult(Until(userId));

    /// <inheritdoc/>
    Task IErasures.AddAsync(string userId, DateTimeOffset until)
    {
        Add(userId, until);
        return Task.CompletedTask;
    }

    /// <summary>Takes in what is registered elsewhere.</summary>
    /// <param name="hash">What stands for the user.</param>
    /// <param name="untilTicks">Posts made until then are erased, in UTC ticks.</param>
    /// <returns>Until when the user's posts are erased now.</returns>
    internal long Learn(UInt128 hash, long untilTicks) => _until.AddOrUpdate(hash, untilTicks, (_, before) => Math.Max(before, untilTicks));

    /// <summary>What stands for a user.</summary>
    /// <param name="userId">The user.</param>
    internal UInt128 Hash(string userId)
    {
        Span<byte> hash = stackalloc byte[HMACSHA256.HashSizeInBytes];
        HMACSHA256.HashData(_key, Encoding.UTF8.GetBytes(userId), hash);
        return BinaryPrimitives.ReadUInt128BigEndian(hash);
    }

    private static long MadeTicks(DateTimeOffset createdAt, DateTimeOffset receivedAt) =>
        receivedAt == default ? createdAt.UtcTicks : Math.Min(createdAt.UtcTicks, receivedAt.UtcTicks);
}
