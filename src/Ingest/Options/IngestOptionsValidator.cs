using Microsoft.Extensions.Options;

namespace Moodstream.Ingest.Options;

internal sealed class IngestOptionsValidator : IValidateOptions<IngestOptions>
{
    public ValidateOptionsResult Validate(string? name, IngestOptions options)
    {
        var check = new OptionsCheck(IngestOptions.Section);
        check.Range(options.MaxIdLength, 1, 1_000, nameof(options.MaxIdLength));
        check.Range(options.MaxTextLength, 1, 10_000_000, nameof(options.MaxTextLength));
        check.Range(options.MaxPictureBytes, 1, 500_000_000, nameof(options.MaxPictureBytes));
        check.Range(options.MaxBatchPosts, 1, 10_000, nameof(options.MaxBatchPosts));
        check.Range(options.MaxBatchBytes, 1, 1_000_000_000, nameof(options.MaxBatchBytes));
        check.Range(options.LingerMs, 0, 1_000, nameof(options.LingerMs));
        check.Range(options.MaxBatchesInFlight, 1, 1_000, nameof(options.MaxBatchesInFlight));
        check.Range(options.MaxPartitionPosts, 1, 10_000_000, nameof(options.MaxPartitionPosts));
        check.Range(options.MaxPartitionBytes, 1, 10_000_000_000, nameof(options.MaxPartitionBytes));
        check.Range(options.MaxPosts, 1, 10_000_000, nameof(options.MaxPosts));
        check.Range(options.MaxBytes, 1, 100_000_000_000, nameof(options.MaxBytes));
        check.Range(options.CommitIntervalMs, 10, 60_000, nameof(options.CommitIntervalMs));
        check.Range(options.DrainTimeoutMs, 0, 120_000, nameof(options.DrainTimeoutMs));
        check.Range(options.RetryInitialMs, 1, 60_000, nameof(options.RetryInitialMs));
        check.Range(options.RetryMaxMs, 1, 600_000, nameof(options.RetryMaxMs));
        check.That(
            options.RetryMaxMs >= options.RetryInitialMs,
            nameof(options.RetryMaxMs),
            $"is below {IngestOptions.Section}:{nameof(options.RetryInitialMs)}; raise it");
        check.Range(options.PoisonAttempts, 1, 100, nameof(options.PoisonAttempts));
        check.That(
            !string.IsNullOrWhiteSpace(options.EventSource) && Uri.IsWellFormedUriString(options.EventSource, UriKind.RelativeOrAbsolute),
            nameof(options.EventSource),
            "is no URI reference; write for example urn:moodstream");
        return check.Result;
    }
}
