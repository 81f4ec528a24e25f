using System.Net;
using Moodstream.Abstractions.Settings;
using Moodstream.Grains.Hosting;
using Moodstream.Grains.Options;
using Moodstream.Silo.Configuration.Options;
using Moodstream.Silo.Startup;
using Orleans.Configuration;
using StackExchange.Redis;

namespace Moodstream.Silo.Clustering;

/// <summary>Makes the process a silo.</summary>
internal static partial class ClusterExtensions
{
    /// <summary>The name by which Orleans finds Npgsql.</summary>
    private const string NpgsqlInvariant = "Npgsql";

    /// <summary>How many grains' places a silo remembers. Room is taken for all of them, twice: at Orleans' default of a million that is 18 MB.</summary>
    private const int CachedPlaces = 50_000;

    private static readonly TimeSpan CleanupPeriod = TimeSpan.FromMinutes(10);

    /// <summary>Longer than any consumer group remembers a silo that died: <see cref="GroupGuard"/> looks the dead up.</summary>
    private static readonly TimeSpan DeadRowsKept = TimeSpan.FromHours(2);

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
        if (IsExposed(options) && !options.AllowPlaintext)
        {
            throw new StartupException(
                $"Silos would talk at {options.ListeningAddress} without TLS, and whoever reaches it could read and change everything; set Cluster:Tls:Certificate, "
                + "Cluster:Tls:Key and Cluster:Tls:Authority, or Cluster:AdvertisedAddress=127.0.0.1, or Cluster:AllowPlaintext=true where something "
                + "else keeps strangers out.");
        }

        var name = options.SiloName ?? $"{Environment.MachineName}-{port}";
        if (!options.IsLocalhost)
        {
            // Before the silo, so that it runs while that starts.
            builder.Services.AddHostedService<MemberWait>();
            builder.Services.AddHostedService<MembershipWatch>();
            builder.Services.AddSingleton<ILifecycleParticipant<ISiloLifecycle>, ClockGuard>();
        }

        if (options.IsPostgres)
        {
            builder.Services.AddPostgres(builder.Configuration);
        }

        builder.Services.AddSingleton<Ending>();

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
                if (options.IsPostgres)
                {
                    silo.UseAdoNetClustering((AdoNetClusteringSiloOptions membership) =>
                    {
                        membership.Invariant = NpgsqlInvariant;
                        membership.ConnectionString = SettingsSection.Read<PostgresOptions>(builder.Configuration).ConnectionString;
                    });
                }
                else
                {
                    silo.UseRedisClustering(redis => redis.ConfigurationOptions = ConfigurationOptions.Parse(options.Redis!));
                }

                silo.Configure<ClusterMembershipOptions>(membership =>
                {
                    membership.DefunctSiloCleanupPeriod = CleanupPeriod;
                    membership.DefunctSiloExpiration = DeadRowsKept;
                });
                silo.Configure<EndpointOptions>(endpoints =>
                {
                    // What is not named otherwise listens on the advertised address alone; without a port there is no gateway.
                    endpoints.AdvertisedIPAddress = options.ListeningAddress;
                    endpoints.SiloPort = port;
                    endpoints.GatewayPort = options.GatewayPort;
                });
            }

            if (options.UsesTls)
            {
                silo.UseMutualTls(options.Tls);
            }

            if (options.GatewayPort != 0)
            {
                // Only then, since filters cost something with each call.
                silo.AddIncomingGrainCallFilter<OutsideCalls>();
                silo.Services.AddSingleton<GatewayGuard>();
                // After TLS, so that it reads what that has decrypted.
                silo.Configure<SiloConnectionOptions>(connections => connections.ConfigureGatewayInboundConnection(
                    connection => connection.Use(next => connection.ApplicationServices.GetRequiredService<GatewayGuard>().Guard(next))));
            }

            silo.Configure<ClusterMembershipOptions>(FailureDetection.Configure);
            silo.Configure<GrainDirectoryOptions>(directory => directory.CacheSize = CachedPlaces);
            silo.AddMoodstreamGrains(builder.Configuration);
        });
        return name;
    }

    /// <summary>Tells at each start that whoever reaches the silo's port may do everything.</summary>
    /// <param name="options">How silos find each other.</param>
    /// <param name="loggers">The log.</param>
    public static void WarnOfPlaintext(this ClusteringOptions options, ILoggerFactory loggers)
    {
        if (IsExposed(options))
        {
            LogPlaintext(loggers.CreateLogger(typeof(ClusterExtensions)), options.ListeningAddress);
        }
    }

    private static bool IsExposed(ClusteringOptions options) => !options.UsesTls && !IPAddress.IsLoopback(options.ListeningAddress);

    [LoggerMessage(LogLevel.Warning, "Cluster:AllowPlaintext is set: whoever reaches the silo's port at {Address} reads and changes everything")]
    private static partial void LogPlaintext(ILogger logger, IPAddress address);
}
