namespace Moodstream.Grains.Placement;

/// <summary>What the silos of the cluster announce.</summary>
internal interface ISiloAnnouncements
{
    /// <summary>The announcements of all active silos, in no particular order.</summary>
    IEnumerable<(SiloAddress Address, SiloAnnouncement Announcement)> Active { get; }

    /// <summary>The announcement of one silo; one with an empty name where it is not known (yet).</summary>
    /// <param name="silo">The silo.</param>
    SiloAnnouncement Of(SiloAddress silo);
}
