using System.Net;
using Moodstream.Grains.Hosting;
using Moodstream.Silo.Configuration.Options;
using Moodstream.Silo.Startup;
using Orleans.Configuration;
using StackExchange.Redis;

namespace Moodstream.Silo.Clustering;

/// <summary>Makes the process a silo.</summary>
internal static class ClusterExtensions
{
    /// <summary>Adds Orleans and the grains.</summary>
    /// <param name="builder">The application.</param>
    /// <param name="options">How silos find each other.</param>
    /// <returns>Name of this silo.</returns>
    /// <exception cref="StartupException">A port is taken.</exception>
    public static string AddCluster(this WebApplicationBuilder builder, ClusteringOptions options)
    {
        var port = options.SiloPort == 0 ? Ports.Free() : options.SiloPort;
        Ports.EnsureFree(options.ListeningAddress, port, "Cluster:SiloPort", "choose another, or 0 for any that is free");
        Ports.EnsureFree(options.ListeningAddress, options.GatewayPort, "Cluster:GatewayPort", "choose another, or 0 for none");
        var name = options.SiloName ?? $"{Environment.MachineName}-{port}";
        if (!options.IsLocalhost)
        {
            // Before the silo, so that it runs while that starts.
            builder.Services.AddHostedService<MemberWait>();
        }

        builder.Host.UseOrleans(silo =>
        {
            silo.Configure<SiloOptions>(silo => silo.SiloName = name);
            silo.Configure<ClusterOptions>(cluster =>
            {
                cluster.ClusterId = options.ClusterId;
                cluster.ServiceId = options.ServiceId;
            });
            if (options.IsLocalhost)
            {
                silo.UseLocalhostClustering(port, options.GatewayPort, serviceId: options.ServiceId, clusterId: options.ClusterId);
            }
            else
            {
                silo.UseRedisClustering(redis => redis.ConfigurationOptions = ConfigurationOptions.Parse(options.Redis!));
                ConfigureEndpoints(silo, options, port);
            }

            silo.Configure<ClusterMembershipOptions>(FailureDetection.Configure);
            silo.AddMoodstreamGrains(builder.Configuration);
        });
        return name;
    }

    private static void ConfigureEndpoints(ISiloBuilder silo, ClusteringOptions options, int port)
    {
        if (options.AdvertisedAddress is { } address)
        {
            silo.ConfigureEndpoints(IPAddress.Parse(address), port, options.GatewayPort, listenOnAnyHostAddress: true);
        }
        else
        {
            silo.ConfigureEndpoints(port, options.GatewayPort, listenOnAnyHostAddress: true);
        }
    }
}
