using System.Net;

namespace Moodstream.Silo.Clustering;

/// <summary>Settings of the section <c>Cluster</c>: how this silo finds others.</summary>
internal sealed class ClusteringOptions
{
    /// <summary>Name of the section.</summary>
    public const string Section = "Cluster";

    /// <summary>
    /// <c>localhost</c>: this silo alone. <c>redis</c>: every silo with the same <see cref="ClusterId"/> at the same <see cref="Redis"/>.
    /// </summary>
    public string Membership { get; set; } = "localhost";

    /// <summary>Connection string of the Redis server, such as <c>redis:6379,password=…</c>.</summary>
    public string? Redis { get; set; }

    /// <summary>Names the cluster; silos of different clusters never meet.</summary>
    public string ClusterId { get; set; } = "moodstream";

    /// <summary>Names the service, whatever cluster it runs in.</summary>
    public string ServiceId { get; set; } = "moodstream";

    /// <summary>Name of this silo, unique in the cluster, without <c>/</c>; by default the machine's name and the silo's port.</summary>
    public string? SiloName { get; set; }

    /// <summary>Port for other silos, 1–65535; 0 takes a free one.</summary>
    public int SiloPort { get; set; }

    /// <summary>Port for outside Orleans clients, 1–65535; 0 for none.</summary>
    public int GatewayPort { get; set; }

    /// <summary>IP address at which other silos reach this one; by default the machine's first.</summary>
    public string? AdvertisedAddress { get; set; }

    /// <summary>Whether this silo runs alone.</summary>
    public bool IsLocalhost => string.Equals(Membership, "localhost", StringComparison.OrdinalIgnoreCase);

    /// <summary>The address to listen on: only this machine where the silo runs alone.</summary>
    public IPAddress ListeningAddress => IsLocalhost ? IPAddress.Loopback : IPAddress.Any;
}
