using System.Buffers.Binary;
using Moodstream.Grains.Interfaces.Timelines;
using RocksDbSharp;

namespace Moodstream.Grains.Storage;

/// <summary>What is remembered of a post in a timeline: which revision is there, where, and of what content.</summary>
/// <param name="Revision">The revision, from 1; 0 stands for none.</param>
/// <param name="CreatedTicks">The entry's creation time in UTC ticks.</param>
/// <param name="Content">What stands for the content of the post; null where it is not known.</param>
internal readonly record struct TimelinePlace(int Revision, long CreatedTicks, UInt128? Content)
{
    /// <summary>Length of the stored form.</summary>
    public const int Bytes = BytesWithoutContent + 16;

    private const int BytesWithoutContent = sizeof(int) + sizeof(long);

    /// <summary>The place of an entry.</summary>
    /// <param name="entry">The entry.</param>
    public static TimelinePlace Of(TimelineEntry entry) =>
        new(entry.Revision, entry.CreatedAt.UtcTicks, Known(entry.Content));

    /// <summary>A content as entries and stores have it; null for <see cref="TimelineEntry.UnknownContent"/>.</summary>
    /// <param name="content">The content.</param>
    public static UInt128? Known(UInt128 content) => content == TimelineEntry.UnknownContent ? null : content;

    /// <summary>Reads the stored form out of the database.</summary>
    public static ISpanDeserializer<TimelinePlace> Reader { get; } = new Form();

    /// <summary>What is to become of an entry of the post, whichever store the place is in.</summary>
    /// <param name="entry">The place that the entry would take.</param>
    public PlaceVerdict Judge(TimelinePlace entry) =>
        Revision > 0 && Content is { } known && entry.Content is { } content && known != content ? PlaceVerdict.Conflict
        : Revision == entry.Revision ? PlaceVerdict.Repeat
        : Revision > entry.Revision ? PlaceVerdict.PassOver
        : PlaceVerdict.Store;

    /// <summary>Writes the stored form.</summary>
    /// <param name="bytes"><see cref="Bytes"/> bytes.</param>
    public void Write(Span<byte> bytes)
    {
        BinaryPrimitives.WriteInt32BigEndian(bytes, Revision);
        BinaryPrimitives.WriteInt64BigEndian(bytes[sizeof(int)..], CreatedTicks);
        BinaryPrimitives.WriteUInt128BigEndian(bytes[BytesWithoutContent..], Content ?? TimelineEntry.UnknownContent);
    }

    private sealed class Form : ISpanDeserializer<TimelinePlace>
    {
        public TimelinePlace Deserialize(ReadOnlySpan<byte> buffer) => new(
            BinaryPrimitives.ReadInt32BigEndian(buffer),
            BinaryPrimitives.ReadInt64BigEndian(buffer[sizeof(int)..]),
            // Earlier versions stored it without.
            buffer.Length >= Bytes ? Known(BinaryPrimitives.ReadUInt128BigEndian(buffer[BytesWithoutContent..])) : null);
    }
}

/// <summary>What becomes of an entry that comes to a timeline.</summary>
internal enum PlaceVerdict
{
    /// <summary>It is stored, in place of an older revision where there is one.</summary>
    Store,

    /// <summary>It is there already.</summary>
    Repeat,

    /// <summary>Another post has its id.</summary>
    Conflict,

    /// <summary>A newer revision is there.</summary>
    PassOver,
}
