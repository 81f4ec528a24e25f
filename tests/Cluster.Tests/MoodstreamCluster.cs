using System.Collections.Concurrent;
using System.Globalization;
using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging;
using Moodstream.Abstractions.Posts;
using Moodstream.Grains.Credits;
using Moodstream.Grains.Erasures;
using Moodstream.Grains.Hosting;
using Moodstream.Grains.Interfaces.Classifying;
using Moodstream.Grains.Interfaces.Emotions;
using Moodstream.Grains.Interfaces.Erasures;
using Moodstream.Grains.Models;
using Moodstream.Inference.Models;
using Moodstream.Inference.Options;
using Moodstream.TestKit;
using Orleans.Configuration;
using Orleans.TestingHost;

namespace Moodstream.Cluster.Tests;

/// <summary>Some silos in this process, each with its own devices; the first holds the timeline store.</summary>
internal sealed class MoodstreamCluster : IAsyncDisposable
{
    private readonly string[][] _devices;
    private readonly ConcurrentDictionary<string, FakeEmotionModel> _models = [];
    private readonly bool _ownsDirectory;
    private readonly IEmotionModel? _shared;
    private readonly Func<int, (string Name, string Version)[]> _bundles;
    private readonly CreditTerms? _terms;
    private readonly TimeProvider? _time;
    private readonly bool[] _devicesOffered;

    private MoodstreamCluster(
        InProcessTestClusterBuilder builder,
        string[][] devices,
        string? directory,
        Dictionary<string, string?> settings,
        IEmotionModel? shared,
        Func<int, (string Name, string Version)[]> bundles,
        CreditTerms? terms,
        TimeProvider? time,
        bool[] devicesOffered)
    {
        _terms = terms;
        _time = time;
        _devicesOffered = devicesOffered;
        this._shared = shared;
        this._bundles = bundles;
        this._devices = devices;
        _ownsDirectory = directory is null;
        Directory = directory ?? System.IO.Directory.CreateTempSubdirectory("moodstream-cluster-").FullName;

        // Placement filters are passed over in clusters that are declared homogeneous.
        builder.Options.AssumeHomogenousSilosForTesting = false;
        builder.Options.ConfigureFileLogging = false;
        builder.ConfigureSilo((options, silo) => Configure(options.SiloName, silo, settings));
        Cluster = builder.Build();
    }

    public string Directory { get; }

    public InProcessTestCluster Cluster { get; }

    public IClusterClient Client => Cluster.Client;

    /// <summary>Whether silos that start from now on bring a timeline store of their own.</summary>
    public bool NextSiloHasTimelines { get; set; }

    /// <summary>Settings of silos that start from now on, before which others give way.</summary>
    public Dictionary<string, string?> NextSiloSettings { get; } = [];

    /// <summary>The models by silo.</summary>
    public IReadOnlyDictionary<string, FakeEmotionModel> Models => _models;

    public static async Task<MoodstreamCluster> StartAsync(
        string[][] devices,
        string? directory = null,
        Dictionary<string, string?>? settings = null,
        IEmotionModel? model = null,
        Func<int, (string Name, string Version)[]>? bundles = null,
        CreditTerms? terms = null,
        TimeProvider? time = null,
        bool[]? devicesOffered = null)
    {
        var cluster = new MoodstreamCluster(
            new InProcessTestClusterBuilder((short)devices.Length), devices, directory, settings ?? [], model, bundles ?? (_ => []), terms, time, devicesOffered ?? []);
        try
        {
            await cluster.Cluster.DeployAsync();
            return cluster;
        }
        catch
        {
            await cluster.DisposeAsync();
            throw;
        }
    }

    public T Service<T>(int silo)
        where T : notnull => Cluster.Silos[silo].ServiceProvider.GetRequiredService<T>();

    /// <summary>Encodes a part on a silo and adds it to its post, as ingest there does.</summary>
    public Task<PostOutcome> AddAsync(SocialPost part, int silo = 0) =>
        Service<IPostClassifier>(silo).AddAsync(part, TestContext.Current.CancellationToken);

    /// <summary>What each silo serves, as events tell it.</summary>
    public IEnumerable<(string Name, string Version)> Serving =>
        Cluster.Silos.Select(silo => silo.ServiceProvider.GetRequiredService<ServedModel>().Info).Select(info => (info.Name, info.Version));

    public async ValueTask DisposeAsync()
    {
        await Cluster.DisposeAsync();
        if (_ownsDirectory)
        {
            System.IO.Directory.Delete(Directory, recursive: true);
        }
    }

    private FakeEmotionModel? Bundle(int silo, string name)
    {
        var version = _bundles(silo).FirstOrDefault(bundle => bundle.Name == name).Version;
        var model = new FakeEmotionModel(_devices[Math.Min(silo, _devices.Length - 1)]);
        return version is null ? null : model.Named(name, version);
    }

    private void Configure(string name, ISiloBuilder silo, Dictionary<string, string?> settings)
    {
        // A restarted silo has its name from before, and so its number, its devices and its store.
        var number = int.Parse(name.Split('_')[^1], CultureInfo.InvariantCulture);
        var keeper = number == 0;
        var model = _models.GetOrAdd(name, _ => new FakeEmotionModel(_devices[Math.Min(number, _devices.Length - 1)]));

        var configuration = new ConfigurationBuilder()
            .AddInMemoryCollection(new Dictionary<string, string?>
            {
                ["Timeline:Path"] = Path.Combine(Directory, keeper ? "timeline" : name),
                ["Timeline:Enabled"] = (keeper || NextSiloHasTimelines).ToString(),
                ["Parts:WindowMs"] = "20000",
            })
            .AddInMemoryCollection(settings)
            .AddInMemoryCollection(NextSiloSettings)
            .Build();

        // What it loads is there already.
        var served = ServedModels.LoadAsync(_shared ?? model, name => Bundle(number, name)).GetAwaiter().GetResult();
        silo.Services.AddSingleton(served);
        silo.Services.AddSingleton<IEmotionModel>(served);
        silo.Services.AddSingleton<RecordingMemory>();
        silo.Services.AddSingleton<RecordingPublisher>();
        silo.Services.AddSingleton<IErasurePublisher>(provider => provider.GetRequiredService<RecordingPublisher>());
        silo.Services.AddSingleton<IEmotionPublisher>(provider => provider.GetRequiredService<RecordingPublisher>());
        silo.Services.AddSingleton<IUserMemory>(provider => provider.GetRequiredService<RecordingMemory>());
        silo.Services.Configure<ClusterMembershipOptions>(options =>
        {
            options.ProbeTimeout = TimeSpan.FromMilliseconds(500);
            options.NumMissedProbesLimit = 2;
            options.NumVotesForDeathDeclaration = 1;
        });
        silo.ConfigureLogging(logging => logging.SetMinimumLevel(LogLevel.Warning).AddConsole());
        if (_terms is not null)
        {
            silo.Services.AddSingleton(_terms);
        }

        if (_time is not null)
        {
            silo.Services.AddSingleton(_time);
        }

        if (number < _devicesOffered.Length && !_devicesOffered[number])
        {
            silo.Services.Configure<InferenceOptions>(options => options.Devices = "none");
        }

        silo.AddMoodstreamGrains(configuration);
    }
}
