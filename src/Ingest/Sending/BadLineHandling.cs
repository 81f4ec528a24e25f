namespace Moodstream.Ingest.Sending;

/// <summary>What happens to a line that has no user id to key it by, since it is broken or lacks one.</summary>
public enum BadLineHandling
{
    /// <summary>It is reported and left out; the rest is sent.</summary>
    Skip,

    /// <summary>It is reported, and nothing after it is sent.</summary>
    Stop,

    /// <summary>It is sent as it is, without a key: the consumer makes a dead letter of it.</summary>
    Send,
}
