namespace Moodstream.Ingest.Options;

/// <summary>Limits on posts, and how many are worked on at a time; section <c>Ingest</c>.</summary>
public sealed class IngestOptions
{
    /// <summary>Name of the configuration section.</summary>
    public const string Section = "Ingest";

    /// <summary>Whether this silo consumes posts. A silo that does not still lends its devices to the others.</summary>
    public bool Enabled { get; set; } = true;

    /// <summary>Most UTF-16 characters of a post id or a user id, 1 to 1,000.</summary>
    public int MaxIdLength { get; set; } = 200;

    /// <summary>Most UTF-16 characters of a post's text, 1 to 10,000,000.</summary>
    public int MaxTextLength { get; set; } = 40_000;

    /// <summary>Most bytes of a picture file, decoded from base64, 1 to 500,000,000.</summary>
    public int MaxPictureBytes { get; set; } = 10 * 1024 * 1024;

    /// <summary>Most posts of one classification call, 1 to 10,000.</summary>
    public int MaxBatchPosts { get; set; } = 64;

    /// <summary>Most content bytes of one classification call, 1 to 1,000,000,000; a larger single post goes alone.</summary>
    public int MaxBatchBytes { get; set; } = 8 * 1024 * 1024;

    /// <summary>How long a batch that is not full waits for more, in milliseconds, 0 to 1,000.</summary>
    public int LingerMs { get; set; } = 2;

    /// <summary>Most batches at work at a time over all partitions, 1 to 1,000. The fewer, the larger batches grow under load.</summary>
    public int MaxBatchesInFlight { get; set; } = 16;

    /// <summary>Posts that one partition may have waiting and at work before it is paused, 1 to 10,000,000.</summary>
    public int MaxPartitionPosts { get; set; } = 2_000;

    /// <summary>Bytes that one partition may have waiting and at work before it is paused, 1 to 10,000,000,000.</summary>
    public long MaxPartitionBytes { get; set; } = 32L * 1024 * 1024;

    /// <summary>Posts that all partitions together may have waiting and at work before they are paused, 1 to 10,000,000.</summary>
    public int MaxPosts { get; set; } = 20_000;

    /// <summary>Bytes that all partitions together may have waiting and at work before they are paused, 1 to 100,000,000,000.</summary>
    public long MaxBytes { get; set; } = 256L * 1024 * 1024;

    /// <summary>How often finished offsets are committed, in milliseconds, 10 to 60,000.</summary>
    public int CommitIntervalMs { get; set; } = 1_000;

    /// <summary>
    /// How long posts at work may take to finish when a partition moves to another silo or this one stops, in
    /// milliseconds, 0 to 120,000; what is not finished then is done again by the next owner.
    /// </summary>
    public int DrainTimeoutMs { get; set; } = 10_000;

    /// <summary>Pause before the first repetition of a failed call, in milliseconds, 1 to 60,000; doubles with each.</summary>
    public int RetryInitialMs { get; set; } = 100;

    /// <summary>Longest pause between repetitions, in milliseconds, 1 to 600,000.</summary>
    public int RetryMaxMs { get; set; } = 10_000;

    /// <summary>
    /// How often a post that makes the classifier fail in an unexpected way is tried again, after others with the same
    /// modalities were classified, before it becomes a dead letter, 1 to 100.
    /// </summary>
    public int PoisonAttempts { get; set; } = 3;

    /// <summary>The <c>ce_source</c> of events, a URI reference of this installation.</summary>
    public string EventSource { get; set; } = "urn:moodstream";
}
