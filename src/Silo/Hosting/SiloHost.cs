using System.Runtime.InteropServices;
using Microsoft.Extensions.DependencyInjection.Extensions;
using Microsoft.Extensions.Options;
using Moodstream.Grains.Hosting;
using Moodstream.Grains.Models;
using Moodstream.Grains.Postgres;
using Moodstream.Inference.Onnx;
using Moodstream.Ingest.Consuming;
using Moodstream.Ingest.Hosting;
using Moodstream.Ingest.Kafka;
using Moodstream.Ingest.Options;
using Moodstream.Ingest.Status;
using Moodstream.Silo.Api;
using Moodstream.Silo.Clustering;
using Moodstream.Silo.Configuration;
using Moodstream.Silo.Configuration.Options;
using Moodstream.Silo.Demo;
using Moodstream.Silo.Health;
using Moodstream.Silo.Http;
using Moodstream.Silo.Live;
using Moodstream.Silo.Models;
using Moodstream.Silo.Privacy;
using Moodstream.Silo.Quality;
using Moodstream.Silo.Security;
using Moodstream.Silo.SignIn;
using Moodstream.Silo.Startup;
using Moodstream.Silo.Telemetry;

namespace Moodstream.Silo.Hosting;

/// <summary>Puts a silo together and runs it.</summary>
internal static class SiloHost
{
    /// <summary>What a connection may have sent that nobody has read yet; the platform's default of 1 MiB is much for thousands of connections.</summary>
    private const int MaxUnreadBytes = 65_536;

    private const string DefaultUrls = "http://127.0.0.1:8080";

    /// <summary>Longest time that consumers may take to drain, and the silo to leave its cluster, before the process ends anyway.</summary>
    private static readonly TimeSpan StopTimeout = TimeSpan.FromMinutes(2);

    /// <summary>Runs a silo until it is told to stop.</summary>
    /// <param name="commandLine">Settings from the command line.</param>
    /// <param name="demo">Whether to stream the samples.</param>
    /// <returns>The exit code.</returns>
    public static async Task<int> RunAsync(IReadOnlyDictionary<string, string?> commandLine, bool demo)
    {
        await using var app = Create(MoodstreamSettings.Load(commandLine), demo);
        if (!await TryStartAsync(app))
        {
            return 0;
        }

        app.Services.GetRequiredService<SiloBanner>().Write();
        await app.WaitForShutdownAsync();
        var broken = app.Services.GetServices<IHostedService>().OfType<BackgroundService>().Any(service => service.ExecuteTask is { IsFaulted: true });
        return broken || app.Services.GetRequiredService<Ending>().HasBegun ? StartupException.Failed : 0;
    }

    /// <summary>Puts a silo together; nothing runs yet.</summary>
    /// <param name="settings">The settings.</param>
    /// <param name="demo">Whether to stream the samples.</param>
    /// <exception cref="StartupException">A setting is impossible.</exception>
    public static WebApplication Create(IConfigurationRoot settings, bool demo)
    {
        var builder = WebApplication.CreateBuilder(new WebApplicationOptions { ContentRootPath = AppContext.BaseDirectory });
        builder.Configuration.AddConfiguration(settings);
        var options = MoodstreamOptions.Read(builder.Configuration);
        if (demo)
        {
            options.Live.ShowText ??= true;
            options.Live.ShowPictures ??= true;
        }

        builder.Services.TryAddSingleton(TimeProvider.System);
        builder.Logging.ClearProviders().AddConsole();
        NamelessLog.Add(builder.Logging);
        builder.Services.AddSingleton(new StartupQuiet(builder.Logging));
        var urls = UrlsOf(builder.Configuration);
        Ports.EnsureUrls(urls);
        AnonymousRule.Check(urls, options.Auth);
        SignInRule.Check(urls, options.Auth);
        var operations = options.Http.OperationsUrl;
        if (operations is not null)
        {
            Ports.EnsureUrls(operations, "Http:OperationsUrl");
        }

        var listening = operations is null ? urls : $"{urls};{operations}";
        builder.WebHost.UseUrls(listening);
        builder.Services.AddHostRule(options.Auth.PublicUrl is { } known ? $"{listening};{known}" : listening, options.Http.AllowedHosts);
        builder.WebHost.ConfigureKestrel(kestrel =>
        {
            kestrel.AddServerHeader = false;
            kestrel.Limits.MaxRequestBodySize = options.Http.MaxRequestBytes;
            kestrel.Limits.MaxRequestBufferSize = MaxUnreadBytes;
            kestrel.Limits.MaxConcurrentConnections = options.Http.MaxConnections;
            new ConnectionLimit(options.Http.MaxConnectionsPerAddress).Limit(kestrel);
        });
        builder.Services.Configure<HostOptions>(host => host.ShutdownTimeout = StopTimeout);

        // Hosted services start in this order and stop in reverse: the silo is up before posts are read, and the
        // consumer has drained before the silo leaves.
        builder.Services.AddModel(builder.Configuration, options.Models);
        builder.Services.AddSingleton(options.Clustering);
        var silo = builder.AddCluster(options.Clustering);
        builder.Services.AddLive(options.Live);
        builder.Services.AddSingleton(provider => new ConsumerName(provider.GetRequiredService<ILocalSiloDetails>().SiloAddress.ToParsableString()));
        builder.Services.AddHostedService<GroupGuard>();
        builder.Services.AddIngest(builder.Configuration);
        builder.Services.AddHealth();
        builder.Services.AddApi();
        builder.Services.AddSingleton(Options.Create(options.Http));
        builder.Services.AddAccess(options.Auth);
        builder.Services.AddSignIn(options.Auth);
        builder.Services.AddCallerLimits(options.Http, EmotionStreamEndpoint.Name);
        builder.Services.AddCompression();
        builder.Services.AddCrossOrigin(options.Http.AllowedOrigins);
        builder.AddTelemetry(silo);
        builder.Services.AddQuality();
        builder.Services.AddSingleton<SiloBanner>();
        builder.Services.AddHostedService(services => new IdleMemory(
            () => services.GetRequiredService<IngestMonitor>().Snapshot().Consumed, ReleasedMemory.GiveBack, services.GetRequiredService<TimeProvider>()));
        if (demo)
        {
            builder.Services.AddSingleton(options.Demo);
            builder.Services.AddSingleton(SampleDeck.Load(options.Demo.Path, TimeProvider.System));
            builder.Services.AddHostedService<DemoService>();
        }

        var app = builder.Build();
        app.UseSecurityHeaders();
        app.UseResponseCompression();
        app.UseProblems();
        if (operations is not null)
        {
            app.UseOperationsPort(operations);
        }

        app.UseCrossSiteRule(options.Http.AllowedOrigins);
        app.UseSignIn(options.Auth);
        app.UseMissingPage();
        app.UseFileServer(new FileServerOptions { StaticFileOptions = { OnPrepareResponse = StaticFiles.Cache } });
        app.UseHeadRequests();
        app.UseRouteValueDecoder();
        app.UseCors();
        app.UseRateLimiter();
        app.UseAuthorization();
        app.UseQueryRules();
        app.MapApi();
        app.MapSession(options.Auth);
        if (operations is null)
        {
            app.MapHealth();
            app.MapMetrics().RequireAuthorization(Roles.ReadEvents);
        }

        return app;
    }

    /// <summary>Tries what can fail, then starts: nobody should notice a silo that cannot work.</summary>
    /// <param name="app">The silo.</param>
    /// <param name="cancellationToken">Gives up.</param>
    public static async Task StartAsync(WebApplication app, CancellationToken cancellationToken = default)
    {
        var services = app.Services;
        services.StartTelemetry();
        var loggers = services.GetRequiredService<ILoggerFactory>();
        var settings = services.GetRequiredService<IConfiguration>();
        RenamedSettings.Warn(settings, loggers);
        AnonymousRule.Warn(UrlsOf(settings), services.GetRequiredService<IOptions<AuthOptions>>().Value, loggers);
        services.GetRequiredService<ClusteringOptions>().WarnOfPlaintext(loggers);
        var kafka = services.GetRequiredService<IOptions<KafkaOptions>>().Value;
        var progress = new StartupProgress(services.GetRequiredService<TimeProvider>(), loggers.CreateLogger<StartupProgress>());
        await progress.BeginAsync("PostgreSQL and its tables (Postgres:ConnectionString)", () => services.GetService<PostgresDatabase>()?.EnsureReady());
        services.GetService<SessionKeys>()?.Prepare();

        // None of these needs another. What is done here ends within seconds and is waited for also where something fails: nothing may be in the
        // middle of native code when the process ends.
        var kafkaReady = progress.BeginAsync(
            "Kafka and its topics (Kafka:BootstrapServers)",
            () => KafkaProbe.EnsureTopicsAsync(kafka, services.GetRequiredService<KafkaEndpoint>(), cancellationToken));
        await Task.WhenAll(
            progress.BeginAsync("the model, which is loaded and verified", () => services.GetRequiredService<ServedModel>().LoadAsync(cancellationToken)),
            progress.BeginAsync("the timelines to be opened (Timeline:Path)", services.OpenEmbeddedStores));
        services.GetRequiredService<EmotionMetrics>();
        await kafkaReady;

        await progress.RunAsync("the silo to join its cluster, and the consumer group to be free of others", () => app.StartAsync(cancellationToken));
        services.GetRequiredService<StartupQuiet>().End();
    }

    private static string UrlsOf(IConfiguration settings) => settings[KnownSettings.Urls] ?? DefaultUrls;

    /// <summary>Starts, unless it is told to stop before it is up: that is no failure, and what was started ends in order.</summary>
    private static async Task<bool> TryStartAsync(WebApplication app)
    {
        using var stop = new CancellationTokenSource();
        using var terminated = PosixSignalRegistration.Create(PosixSignal.SIGTERM, Stop);
        using var interrupted = PosixSignalRegistration.Create(PosixSignal.SIGINT, Stop);
        try
        {
            await StartAsync(app, stop.Token);
            return true;
        }
        catch (Exception exception) when (stop.IsCancellationRequested && (exception is OperationCanceledException or OrleansLifecycleCanceledException))
        {
            try
            {
                await app.StopAsync(CancellationToken.None);
            }
            catch (InvalidOperationException)
            {
                // Orleans refuses to stop a silo that it has not begun to start; by then all others are stopped.
            }

            return false;
        }

        void Stop(PosixSignalContext signal)
        {
            signal.Cancel = true;
            stop.Cancel();
        }
    }
}
