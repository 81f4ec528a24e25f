using System.ComponentModel.DataAnnotations;
using System.Net;
using System.Net.NetworkInformation;
using System.Net.Sockets;
using Moodstream.Abstractions.Settings;
using StackExchange.Redis;

namespace Moodstream.Silo.Configuration.Options;

/// <summary>How this silo finds others.</summary>
[SettingsSection("Cluster")]
internal sealed class ClusteringOptions : IValidatableObject
{
    private const string ByRedis = "redis";
    private const string ByPostgres = "postgres";

    /// <summary>
    /// <c>localhost</c>: this silo alone. <c>postgres</c>: every silo with the same <see cref="ClusterId"/> in the database of
    /// <c>Postgres:ConnectionString</c>. <c>redis</c>: every silo with the same <see cref="ClusterId"/> at the same <see cref="Redis"/>.
    /// </summary>
    [Required]
    [OneOf("localhost", ByPostgres, ByRedis)]
    public string Membership { get; set; } = "localhost";

    /// <summary>Connection string of the Redis server, such as <c>redis:6379,password=…</c>.</summary>
    public string? Redis { get; set; }

    /// <summary>Names the cluster; silos of different clusters never meet.</summary>
    [Required]
    public string ClusterId { get; set; } = "moodstream";

    /// <summary>Names the service, whatever cluster it runs in.</summary>
    [Required]
    public string ServiceId { get; set; } = "moodstream";

    /// <summary>Name of this silo, unique in the cluster, without <c>/</c>; none is the machine's name and the silo's port.</summary>
    [MinLength(1, ErrorMessage = "give it a value, or leave it out")]
    [RegularExpression(@"[^/\s][^/]*", ErrorMessage = "it must not contain '/' or begin with a blank")]
    public string? SiloName { get; set; }

    /// <summary>Port for other silos; 0 takes a free one.</summary>
    [Range(0, ushort.MaxValue)]
    public int SiloPort { get; set; }

    /// <summary>Port for outside Orleans clients, which may query timelines; 0 for no port.</summary>
    [Range(0, ushort.MaxValue)]
    public int GatewayPort { get; set; }

    /// <summary>IP address of this machine at which other silos reach it, and the only one that it listens on for them; none is its first.</summary>
    public string? AdvertisedAddress { get; set; }

    /// <summary>
    /// Whether silos may talk beyond this machine without TLS: then whoever reaches their ports reads and changes everything. It is warned of at each
    /// start.
    /// </summary>
    public bool AllowPlaintext { get; set; }

    /// <summary>Certificates.</summary>
    public ClusterTlsOptions Tls { get; } = new();

    /// <summary>Whether this silo runs alone.</summary>
    public bool IsLocalhost => !IsRedis && !IsPostgres;

    /// <summary>Whether connections are encrypted and both ends prove who they are.</summary>
    public bool UsesTls => Tls.Certificate is not null;

    /// <summary>The address to listen on: only this machine where the silo runs alone.</summary>
    public IPAddress ListeningAddress => IsLocalhost ? IPAddress.Loopback : AdvertisedAddress is { } address ? IPAddress.Parse(address) : FirstAddress();

    /// <summary>Whether silos meet in PostgreSQL.</summary>
    public bool IsPostgres => string.Equals(Membership, ByPostgres, StringComparison.OrdinalIgnoreCase);

    private bool IsRedis => string.Equals(Membership, ByRedis, StringComparison.OrdinalIgnoreCase);

    /// <inheritdoc/>
    IEnumerable<ValidationResult> IValidatableObject.Validate(ValidationContext validationContext)
    {
        if (IsRedis && string.IsNullOrWhiteSpace(Redis))
        {
            yield return new ValidationResult("is empty, but Cluster:Membership=redis needs the server's address; set it to HOST:PORT", [nameof(Redis)]);
        }
        else if (IsRedis && !IsConnectionString(Redis!))
        {
            // Not quoted, since it may hold a password.
            yield return new ValidationResult("is no connection string; write HOST:PORT, and after it options such as ,password=…", [nameof(Redis)]);
        }

        if (SiloPort != 0 && SiloPort == GatewayPort)
        {
            yield return new ValidationResult($"is {GatewayPort}, as is Cluster:SiloPort; choose another, or 0 for no port", [nameof(GatewayPort)]);
        }

        if (UsesTls && (Tls.Key is null || Tls.Authority is null))
        {
            yield return new ValidationResult("stands alone; set Cluster:Tls:Key and Cluster:Tls:Authority as well", ["Tls:Certificate"]);
        }

        if (UsesTls && GatewayPort != 0 && Tls.ClientAuthority is null)
        {
            yield return new ValidationResult("is empty, but Cluster:GatewayPort lets outside clients in; name the authority of their certificates", ["Tls:ClientAuthority"]);
        }

        if (AdvertisedAddress is { } text
            && (!IPAddress.TryParse(text, out var address) || address.Equals(IPAddress.Any) || address.Equals(IPAddress.IPv6Any)))
        {
            yield return new ValidationResult($"is '{text}'; it must be an IP address of this machine", [nameof(AdvertisedAddress)]);
        }
    }

    private static IPAddress FirstAddress() => NetworkInterface.GetAllNetworkInterfaces()
        .Where(each => each.OperationalStatus == OperationalStatus.Up && each.NetworkInterfaceType != NetworkInterfaceType.Loopback)
        .SelectMany(each => each.GetIPProperties().UnicastAddresses)
        .Select(each => each.Address)
        .FirstOrDefault(address => address.AddressFamily == AddressFamily.InterNetwork) ?? IPAddress.Loopback;

    private static bool IsConnectionString(string text)
    {
        try
        {
            return ConfigurationOptions.Parse(text).EndPoints.Count > 0;
        }
        catch (ArgumentException)
        {
            return false;
        }
    }
}
