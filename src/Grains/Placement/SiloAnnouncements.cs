using System.Runtime.CompilerServices;
using Microsoft.Extensions.Options;
using Orleans.Runtime.MembershipService.SiloMetadata;

namespace Moodstream.Grains.Placement;

/// <summary>Reads announcements from silo metadata.</summary>
internal sealed class SiloAnnouncements(
    IClusterMembershipService membership,
    ISiloMetadataCache cache,
    ILocalSiloDetails local,
    IOptions<SiloMetadata> own) : ISiloAnnouncements
{
    private readonly ConditionalWeakTable<SiloMetadata, SiloAnnouncement> _read = [];

    /// <inheritdoc/>
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

    /// <inheritdoc/>
    public SiloAnnouncement Of(SiloAddress silo) => _read.GetValue(Metadata(silo), SiloAnnouncement.Read);

    /// <summary>The cache learns of this silo only some time after its start, when work may already be waiting.</summary>
    private SiloMetadata Metadata(SiloAddress silo) => silo.Equals(local.SiloAddress) ? own.Value : cache.GetSiloMetadata(silo);
}
