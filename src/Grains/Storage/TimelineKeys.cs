using System.Buffers.Binary;
using System.Text;

namespace Moodstream.Grains.Storage;

/// <summary>
/// Keys of the timeline. An entry's key is the user (length in 2 bytes, then UTF-8), the creation time counted down
/// (8 bytes, so that the newest comes first), the post (UTF-8). A revision's key is the user in the same form, the post.
/// Numbers are big-endian, so that the order of bytes is the order of numbers.
/// </summary>
internal static class TimelineKeys
{
    /// <summary>Length of the creation time in a key.</summary>
    public const int TimeBytes = sizeof(long);

    /// <summary>What all keys of a user start with, and no other user's.</summary>
    /// <param name="userId">The user.</param>
    public static byte[] User(string userId)
    {
        var key = new byte[sizeof(ushort) + Encoding.UTF8.GetByteCount(userId)];
        WriteUser(key, userId);
        return key;
    }

    /// <summary>Writes what all keys of a user start with.</summary>
    /// <param name="key">Receives it.</param>
    /// <param name="userId">The user.</param>
    /// <returns>Its length.</returns>
    public static int WriteUser(Span<byte> key, string userId)
    {
        var length = Encoding.UTF8.GetBytes(userId, key[sizeof(ushort)..]);
        BinaryPrimitives.WriteUInt16BigEndian(key, checked((ushort)length));
        return sizeof(ushort) + length;
    }

    /// <summary>The key of an entry.</summary>
    /// <param name="user">The user's prefix.</param>
    /// <param name="createdTicks">Creation time in UTC ticks.</param>
    /// <param name="post">The post in UTF-8.</param>
    public static byte[] Entry(ReadOnlySpan<byte> user, long createdTicks, ReadOnlySpan<byte> post)
    {
        var key = new byte[user.Length + TimeBytes + post.Length];
        WriteEntry(key, user, createdTicks, post);
        return key;
    }

    /// <summary>Writes the key of an entry.</summary>
    /// <param name="key">Receives it.</param>
    /// <param name="user">The user's prefix.</param>
    /// <param name="createdTicks">Creation time in UTC ticks.</param>
    /// <param name="post">The post in UTF-8.</param>
    /// <returns>Its length.</returns>
    public static int WriteEntry(Span<byte> key, ReadOnlySpan<byte> user, long createdTicks, ReadOnlySpan<byte> post)
    {
        user.CopyTo(key);
        BinaryPrimitives.WriteInt64BigEndian(key[user.Length..], long.MaxValue - createdTicks);
        post.CopyTo(key[(user.Length + TimeBytes)..]);
        return user.Length + TimeBytes + post.Length;
    }

    /// <summary>What the key of an entry starts with: the user's prefix.</summary>
    /// <param name="entry">The entry's key.</param>
    public static ReadOnlySpan<byte> UserOf(ReadOnlySpan<byte> entry) => entry[..(sizeof(ushort) + BinaryPrimitives.ReadUInt16BigEndian(entry))];

    /// <summary>Reads the creation time of an entry.</summary>
    /// <param name="user">The user's prefix.</param>
    /// <param name="entry">The entry's key.</param>
    /// <returns>UTC ticks.</returns>
    public static long CreatedTicks(ReadOnlySpan<byte> user, ReadOnlySpan<byte> entry) =>
        long.MaxValue - BinaryPrimitives.ReadInt64BigEndian(entry[user.Length..]);
}
