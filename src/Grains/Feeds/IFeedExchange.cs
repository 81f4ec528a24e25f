using Moodstream.Grains.Interfaces.Emotions;

namespace Moodstream.Grains.Feeds;

/// <summary>Tells the other silos what this one published.</summary>
public interface IFeedExchange
{
    /// <summary>Whether there are other silos.</summary>
    bool HasOthers { get; }

    /// <summary>Whether anybody watches at another silo, as of the last share.</summary>
    bool IsWatched { get; }

    /// <summary>Sends a share to every other silo. Best effort: a silo that does not take it goes without.</summary>
    /// <param name="share">What was published since the last share.</param>
    Task SendAsync(FeedShare share);
}
