using System.Diagnostics.Metrics;

namespace Moodstream.Abstractions.Telemetry;

/// <summary>Boundaries of histograms; without advice they would be those that fit milliseconds.</summary>
public static class Buckets
{
    /// <summary>For durations in seconds, 0.1 ms to a minute: from a batch of words to a device that no longer answers.</summary>
    public static readonly InstrumentAdvice<double> Seconds = new()
    {
        HistogramBucketBoundaries =
            [0.0001, 0.00025, 0.0005, 0.001, 0.0025, 0.005, 0.01, 0.025, 0.05, 0.1, 0.25, 0.5, 1, 2.5, 5, 10, 30, 60],
    };

    /// <summary>For sizes of batches, 1 to 512.</summary>
    public static readonly InstrumentAdvice<int> BatchSizes = new() { HistogramBucketBoundaries = [1, 2, 4, 8, 16, 32, 64, 128, 256, 512] };
}
