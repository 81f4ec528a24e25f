using System.Net;
using Microsoft.Extensions.Options;

namespace Moodstream.Silo.Clustering;

/// <summary>Checks <see cref="ClusteringOptions"/>.</summary>
internal sealed class ClusteringOptionsValidator : IValidateOptions<ClusteringOptions>
{
    /// <inheritdoc/>
    public ValidateOptionsResult Validate(string? name, ClusteringOptions options)
    {
        var failures = Problems(options).ToList();
        return failures.Count == 0 ? ValidateOptionsResult.Success : ValidateOptionsResult.Fail(failures);
    }

    private static IEnumerable<string> Problems(ClusteringOptions options)
    {
        var isRedis = string.Equals(options.Membership, "redis", StringComparison.OrdinalIgnoreCase);
        if (!options.IsLocalhost && !isRedis)
        {
            yield return $"Cluster:Membership is '{options.Membership}'; it must be localhost or redis.";
        }

        if (isRedis && string.IsNullOrWhiteSpace(options.Redis))
        {
            yield return "Cluster:Membership=redis needs the server's address: set Cluster:Redis=HOST:PORT.";
        }

        if (options.SiloPort is < 0 or > ushort.MaxValue)
        {
            yield return $"Cluster:SiloPort is {options.SiloPort}; it must be 0 (any free port) to 65535.";
        }

        if (options.GatewayPort is < 0 or > ushort.MaxValue)
        {
            yield return $"Cluster:GatewayPort is {options.GatewayPort}; it must be 0 (none) to 65535.";
        }

        if (string.IsNullOrWhiteSpace(options.ClusterId) || string.IsNullOrWhiteSpace(options.ServiceId))
        {
            yield return "Cluster:ClusterId and Cluster:ServiceId must not be empty.";
        }

        if (options.SiloName is { } silo && (silo.Length == 0 || silo.Contains('/', StringComparison.Ordinal)))
        {
            yield return "Cluster:SiloName must not be empty or contain '/'.";
        }

        if (options.AdvertisedAddress is { } address && !IPAddress.TryParse(address, out _))
        {
            yield return $"Cluster:AdvertisedAddress is '{address}'; it must be an IP address of this machine.";
        }
    }
}
