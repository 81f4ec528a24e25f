namespace Moodstream.Ingest.Verifying;

/// <summary>What the topic of events says of one user.</summary>
internal sealed class UserAccount
{
    /// <summary>Posts with events after the erasure that the timeline has to show.</summary>
    public int Posts { get; set; }

    /// <summary>Offset of the latest tombstone; negative where there is none.</summary>
    public long ErasedOffset { get; set; } = -1;

    /// <summary>Kafka's time of it, in milliseconds since 1970.</summary>
    public long ErasedAt { get; set; }
}
