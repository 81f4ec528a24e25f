using Moodstream.Grains.Interfaces.Emotions;
using Moodstream.Grains.Placement;

namespace Moodstream.Grains.Feeds;

/// <inheritdoc cref="ISiloFeed"/>
[SiloPlacement]
internal sealed class SiloFeed(IEnumerable<IFeedReceiver> receivers) : Grain, ISiloFeed
{
    /// <inheritdoc/>
    public Task<bool> Take(FeedShare share) => Task.FromResult(receivers.Aggregate(false, (watched, receiver) => receiver.Receive(share) || watched));
}
