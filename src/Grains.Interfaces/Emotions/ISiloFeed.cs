namespace Moodstream.Grains.Interfaces.Emotions;

/// <summary>The live feed of one silo. Its key is the silo's name, and placement pins it to that silo.</summary>
[Alias("moodstream.ISiloFeed")]
public interface ISiloFeed : IGrainWithStringKey
{
    /// <summary>Takes in what another silo published.</summary>
    /// <param name="share">What it published.</param>
    /// <returns>Whether anybody watches here, so that events are worth their way; counts always are.</returns>
    [Alias("Take")]
    Task<bool> Take([Immutable] FeedShare share);
}
