using Moodstream.Abstractions.Posts;

namespace Moodstream.Inference.Batching;

/// <summary>How a <see cref="MicroBatcher{TIn,TOut}"/> forms its batches.</summary>
/// <param name="Modality">What is batched, such as <c>image</c>; a tag of its metrics.</param>
/// <param name="Device">Where it runs, such as <c>cpu:0</c>; a tag of its metrics.</param>
/// <param name="MaxBatchSize">Most items in one batch, at least 1.</param>
/// <param name="MaxDelay">How long the oldest waiting item may wait for company, at least 0.</param>
/// <param name="MaxQueued">Most items that wait; callers beyond wait for room. At least 1.</param>
/// <param name="Concurrency">Batches that run at a time, each on a thread of its own, at least 1.</param>
public sealed record MicroBatcherOptions(
    Modality Modality, string Device, int MaxBatchSize, TimeSpan MaxDelay, int MaxQueued, int Concurrency = 1)
{
    /// <summary>After how long without an item a batcher is idle.</summary>
    public static readonly TimeSpan IdleAfter = TimeSpan.FromSeconds(5);

    /// <summary>What to do once each time the batcher falls idle, on one of its threads; what it throws is dropped. Null for nothing.</summary>
    public Action? OnIdle { get; init; }
}
