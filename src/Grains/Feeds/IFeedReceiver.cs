using Moodstream.Grains.Interfaces.Emotions;

namespace Moodstream.Grains.Feeds;

/// <summary>Something in a silo that shows what the whole cluster publishes. Register it as a service, and it is told what other silos published.</summary>
public interface IFeedReceiver
{
    /// <summary>Takes in what another silo published.</summary>
    /// <param name="share">What it published.</param>
    /// <returns>Whether anybody watches.</returns>
    bool Receive(FeedShare share);
}
