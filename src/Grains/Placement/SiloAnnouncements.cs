using System.Runtime.CompilerServices;
using Orleans.Runtime.MembershipService.SiloMetadata;

namespace Moodstream.Grains;

/// <summary>What the silos of the cluster announce.</summary>
internal sealed class SiloAnnouncements(IClusterMembershipService membership, ISiloMetadataCache cache)
{
    private readonly ConditionalWeakTable<SiloMetadata, SiloAnnouncement> read = [];

    /// <summary>The announcements of all active silos, in no particular order.</summary>
    public IEnumerable<(SiloAddress Address, SiloAnnouncement Announcement)> Active
    {
        get
        {
            foreach (var (address, member) in membership.CurrentSnapshot.Members)
            {
                if (member.Status == SiloStatus.Active)
                {
                    yield return (address, Of(address));
                }
            }
        }
    }

    /// <summary>The announcement of one silo; one with an empty name where it is not known (yet).</summary>
    /// <param name="silo">The silo.</param>
    public SiloAnnouncement Of(SiloAddress silo) => read.GetValue(cache.GetSiloMetadata(silo), SiloAnnouncement.Read);
}
