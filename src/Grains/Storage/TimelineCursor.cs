using System.Buffers.Text;
using System.Security.Cryptography;
using Moodstream.Grains.Interfaces.Timelines;

namespace Moodstream.Grains.Storage;

/// <summary>
/// Writes positions in a user's timeline as opaque text and reads them back. The text is the part of the last entry's
/// key after the user, with a signature over user and position, so that a cursor opens nobody else's timeline.
/// </summary>
internal sealed class TimelineCursor(byte[] secret)
{
    private const int SignatureBytes = 16;
    private const int TimeBytes = sizeof(long);

    /// <summary>Writes the position after an entry.</summary>
    /// <param name="user">The user's prefix.</param>
    /// <param name="entry">The entry's key.</param>
    public string Write(ReadOnlySpan<byte> user, ReadOnlySpan<byte> entry) =>
        Base64Url.EncodeToString([.. Sign(entry), .. entry[user.Length..]]);

    /// <summary>Reads a position.</summary>
    /// <param name="user">The user's prefix.</param>
    /// <param name="cursor">The text.</param>
    /// <returns>The key of the last entry that was read.</returns>
    /// <exception cref="InvalidCursorException">The text was not written here, or for another user.</exception>
    public byte[] Read(ReadOnlySpan<byte> user, string cursor)
    {
        if (!Base64Url.IsValid(cursor))
        {
            throw new InvalidCursorException();
        }

        ReadOnlySpan<byte> bytes = Base64Url.DecodeFromChars(cursor);
        if (bytes.Length < SignatureBytes + TimeBytes)
        {
            throw new InvalidCursorException();
        }

        byte[] entry = [.. user, .. bytes[SignatureBytes..]];
        return CryptographicOperations.FixedTimeEquals(Sign(entry), bytes[..SignatureBytes])
            ? entry
            : throw new InvalidCursorException();
    }

    private ReadOnlySpan<byte> Sign(ReadOnlySpan<byte> entry) => HMACSHA256.HashData(secret, entry).AsSpan(0, SignatureBytes);
}
