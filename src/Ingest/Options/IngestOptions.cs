using System.ComponentModel.DataAnnotations;
using Moodstream.Abstractions.Settings;

namespace Moodstream.Ingest.Options;

/// <summary>Limits on posts, and how many are worked on at a time.</summary>
[SettingsSection("Ingest")]
public sealed class IngestOptions : IValidatableObject
{
    /// <summary>Whether this silo consumes posts. One that does not still lends its devices to the others.</summary>
    public bool Enabled { get; set; } = true;

    /// <summary>Most UTF-16 characters of a post id or a user id; a longer one makes the post a dead letter.</summary>
    [Range(1, 1_000)]
    public int MaxIdLength { get; set; } = 200;

    /// <summary>Most UTF-16 characters of a post's text; a longer one makes it a dead letter.</summary>
    [Range(1, 10_000_000)]
    public int MaxTextLength { get; set; } = 40_000;

    /// <summary>Most bytes of a picture file, decoded from base64; a larger one makes the post a dead letter.</summary>
    [Range(1, 500_000_000)]
    public int MaxPictureBytes { get; set; } = 10 * 1024 * 1024;

    /// <summary>Most posts of one classification call.</summary>
    [Range(1, 10_000)]
    public int MaxBatchPosts { get; set; } = 256;

    /// <summary>Most posts of one classification call where they bring pictures, or were found to need a device for their words.</summary>
    [Range(1, 1_000)]
    public int MaxPictureBatchPosts { get; set; } = 16;

    /// <summary>Most content bytes of one classification call; a larger single post goes alone.</summary>
    [Range(1, 1_000_000_000)]
    public int MaxBatchBytes { get; set; } = 8 * 1024 * 1024;

    /// <summary>
    /// Most batches being classified at a time over all partitions, of posts that bring the same. A batch leaves as soon as there is a place, so
    /// that a post which comes alone does not wait; the fewer places, the larger batches grow under load.
    /// </summary>
    [Range(1, 1_000)]
    public int MaxBatchesInFlight { get; set; } = 4;

    /// <summary>Posts that one partition may have waiting and at work before it is paused.</summary>
    [Range(1, 10_000_000)]
    public int MaxPartitionPosts { get; set; } = 2_000;

    /// <summary>Bytes that one partition may have waiting and at work before it is paused.</summary>
    [Range(1, 10_000_000_000)]
    public long MaxPartitionBytes { get; set; } = 32L * 1024 * 1024;

    /// <summary>Posts that all partitions together may have waiting and at work before they are paused.</summary>
    [Range(1, 10_000_000)]
    public int MaxPosts { get; set; } = 20_000;

    /// <summary>Bytes that all partitions together may have waiting and at work before they are paused.</summary>
    [Range(1, 100_000_000_000)]
    public long MaxBytes { get; set; } = 256L * 1024 * 1024;

    /// <summary>How often finished offsets are committed, in milliseconds.</summary>
    [Range(10, 60_000)]
    public int CommitIntervalMs { get; set; } = 1_000;

    /// <summary>
    /// How long posts at work may take to finish when a partition moves to another silo or this one stops, in
    /// milliseconds; what is not finished then is done again by the next owner.
    /// </summary>
    [Range(0, 120_000)]
    public int DrainTimeoutMs { get; set; } = 10_000;

    /// <summary>Pause before the first repetition of a failed call, in milliseconds; doubles with each.</summary>
    [Range(1, 60_000)]
    public int RetryInitialMs { get; set; } = 100;

    /// <summary>Longest pause between repetitions, in milliseconds; at least <see cref="RetryInitialMs"/>.</summary>
    [Range(1, 600_000)]
    public int RetryMaxMs { get; set; } = 10_000;

    /// <summary>
    /// How often a post that makes the classifier fail in an unexpected way is tried again, after others with the same
    /// modalities were classified, before it becomes a dead letter.
    /// </summary>
    [Range(1, 100)]
    public int PoisonAttempts { get; set; } = 3;

    /// <summary>The <c>ce_source</c> of events, a URI reference of this installation.</summary>
    [Required]
    [UriReference(ErrorMessage = "it must be a URI reference such as urn:moodstream")]
    public string EventSource { get; set; } = "urn:moodstream";

    /// <inheritdoc/>
    IEnumerable<ValidationResult> IValidatableObject.Validate(ValidationContext validationContext)
    {
        if (RetryMaxMs < RetryInitialMs)
        {
            yield return new ValidationResult(
                $"is {RetryMaxMs}, below Ingest:RetryInitialMs, which is {RetryInitialMs}; raise it", [nameof(RetryMaxMs)]);
        }
    }
}
