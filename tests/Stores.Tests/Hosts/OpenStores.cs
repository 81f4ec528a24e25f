using Moodstream.Grains.Storage;

namespace Moodstream.Stores.Tests.Hosts;

/// <summary>Stores as a silo has them, until they are disposed of.</summary>
internal sealed record OpenStores(ITimelineStore Timelines, IPostStore Posts, IErasures Erasures, Func<ValueTask> Close) : IStores, IAsyncDisposable
{
    /// <summary>Erases a user as the cluster does, apart from what is in memory.</summary>
    public async Task EraseAsync(string user, DateTimeOffset until)
    {
        await Erasures.AddAsync(user, until);
        await Timelines.EraseAsync(user);
        await Posts.EraseAsync(user);
    }

    public ValueTask DisposeAsync() => Close();
}
