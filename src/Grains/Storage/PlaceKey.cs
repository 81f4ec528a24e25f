using System.Buffers.Binary;
using System.IO.Hashing;

namespace Moodstream.Grains.Storage;

/// <summary>
/// Keys of places: a 128-bit hash (XXH3) of user and post, with a seed of the database's own, so that nobody can make up posts that meet.
/// </summary>
internal sealed class PlaceKey(byte[] secret)
{
    /// <summary>Length of a key.</summary>
    public const int Bytes = 16;

    private readonly long _seed = BinaryPrimitives.ReadInt64BigEndian(secret);

    /// <summary>Makes a key.</summary>
    /// <param name="userAndPost">The user's prefix and the post, as <see cref="TimelineKeys"/> writes them.</param>
    /// <param name="key">Receives <see cref="Bytes"/> bytes.</param>
    public void Write(ReadOnlySpan<byte> userAndPost, Span<byte> key) => XxHash128.Hash(userAndPost, key, _seed);
}
