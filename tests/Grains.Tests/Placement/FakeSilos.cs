using System.Net;
using Moodstream.Grains.Placement;

namespace Moodstream.Grains.Tests.Placement;

/// <summary>Silos that announce what a test says; the first one is this silo.</summary>
internal sealed class FakeSilos(params (string Silo, string[] Devices, string? Store)[] silos) : ISiloAnnouncements, ILocalSiloDetails
{
    public string Name => silos[0].Silo;

    public string ClusterId => "test";

    public string DnsHostName => "localhost";

    public SiloAddress SiloAddress => Address(0);

    public SiloAddress GatewayAddress => Address(0);

    public IEnumerable<(SiloAddress Address, SiloAnnouncement Announcement)> Active =>
        silos.Select((silo, i) => (Address(i), new SiloAnnouncement(silo.Silo, [.. silo.Devices], silo.Store)));

    /// <summary>The address of a silo; silos that stand later are younger.</summary>
    public static SiloAddress Address(int silo) => SiloAddress.New(IPAddress.Loopback, 1_000 + silo, 100 + silo);

    public SiloAnnouncement Of(SiloAddress silo) =>
        Active.Where(known => known.Address.Equals(silo)).Select(known => known.Announcement).FirstOrDefault(new SiloAnnouncement(string.Empty, [], null));
}
