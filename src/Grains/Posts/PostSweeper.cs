using Microsoft.Extensions.Logging;
using Moodstream.Grains.Interfaces.Posts;
using Moodstream.Grains.Storage;

namespace Moodstream.Grains.Posts;

/// <summary>
/// Closes posts whose missing parts did not come, and removes those that are over, from time to time, so that no post stays provisional and the
/// store does not grow for ever.
/// </summary>
internal sealed partial class PostSweeper(IStores stores, IGrainFactory grains, TimeProvider time, ILogger<PostSweeper> logger)
    : PeriodicSweep(Interval, Interval, time, logger)
{
    private const int ClosedAtOnce = 16;

    private static readonly TimeSpan Interval = TimeSpan.FromMinutes(10);

    /// <inheritdoc/>
    protected override string What => "posts in parts";

    /// <inheritdoc/>
    protected override async Task SweepAsync(CancellationToken stopping)
    {
        var (removed, toClose) = await stores.Posts.SweepAsync(Time.GetUtcNow());
        await Parallel.ForEachAsync(
            toClose,
            new ParallelOptions { MaxDegreeOfParallelism = ClosedAtOnce, CancellationToken = stopping },
            async (post, stop) => await grains.GetGrain<IPost>(post.ToString()).Close(stop));
        LogSwept(removed, toClose.Length);
    }

    [LoggerMessage(LogLevel.Debug, "{Removed} expired posts were removed, {Closed} closed")]
    private partial void LogSwept(int removed, int closed);
}
