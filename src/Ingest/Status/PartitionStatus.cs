namespace Moodstream.Ingest.Status;

/// <summary>One partition of the posts topic that this silo serves.</summary>
/// <param name="Partition">Its number, from 0.</param>
/// <param name="Consumed">Messages read since it was assigned.</param>
/// <param name="Position">The next offset to read; null until the first one is known.</param>
/// <param name="Committed">The offset that the group committed; null before the first commit.</param>
/// <param name="End">The offset after the last message; null until it is known.</param>
/// <param name="Gaps">Offsets that the server dropped before they were read.</param>
/// <param name="InFlightPosts">Posts waiting or at work.</param>
/// <param name="InFlightBytes">Their memory, roughly, in bytes.</param>
/// <param name="Paused">Whether reading is paused because too many of them are.</param>
public sealed record PartitionStatus(
    int Partition, long Consumed, long? Position, long? Committed, long? End, long Gaps, long InFlightPosts, long InFlightBytes, bool Paused)
{
    /// <summary>Messages that are not committed yet; null while the end is unknown.</summary>
    public long? Lag => End is { } end ? Math.Max(0, end - (Committed ?? 0)) : null;
}
