using System.Buffers.Binary;

namespace Moodstream.Grains.Storage;

/// <summary>Which revision of a post is in its timeline, and where.</summary>
/// <param name="Revision">The revision, from 1.</param>
/// <param name="CreatedTicks">The entry's creation time in UTC ticks.</param>
internal readonly record struct TimelinePlace(int Revision, long CreatedTicks)
{
    /// <summary>Length of the stored form.</summary>
    public const int Bytes = sizeof(int) + sizeof(long);

    /// <summary>Reads the stored form.</summary>
    /// <param name="bytes"><see cref="Bytes"/> bytes.</param>
    public static TimelinePlace Read(ReadOnlySpan<byte> bytes) =>
        new(BinaryPrimitives.ReadInt32BigEndian(bytes), BinaryPrimitives.ReadInt64BigEndian(bytes[sizeof(int)..]));

    /// <summary>Writes the stored form.</summary>
    /// <param name="bytes"><see cref="Bytes"/> bytes.</param>
    public void Write(Span<byte> bytes)
    {
        BinaryPrimitives.WriteInt32BigEndian(bytes, Revision);
        BinaryPrimitives.WriteInt64BigEndian(bytes[sizeof(int)..], CreatedTicks);
    }
}
