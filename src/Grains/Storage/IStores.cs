namespace Moodstream.Grains.Storage;

/// <summary>What a silo keeps for good; there while the silo runs.</summary>
internal interface IStores
{
    /// <summary>The timelines.</summary>
    ITimelineStore Timelines { get; }

    /// <summary>The posts that come in parts.</summary>
    IPostStore Posts { get; }

    /// <summary>Who was erased.</summary>
    IErasures Erasures { get; }
}
