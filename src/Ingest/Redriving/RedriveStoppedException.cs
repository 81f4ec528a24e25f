namespace Moodstream.Ingest.Redriving;

/// <summary>A redrive ended early; what was sent is recorded, and a repetition goes on behind it.</summary>
/// <param name="sent">Posts that were sent.</param>
/// <param name="cause">Why it ended.</param>
public sealed class RedriveStoppedException(long sent, Exception cause)
    : Exception($"Stopped when {sent} posts had been sent again, which is recorded; repeat it for the rest. {cause?.Message}", cause)
{
    /// <summary>Posts that were sent and recorded.</summary>
    public long Sent { get; } = sent;
}
