using System.Collections.Immutable;
using BenchmarkDotNet.Attributes;
using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Logging;
using Moodstream.Abstractions.Posts;
using Moodstream.Grains.Hosting;
using Moodstream.Grains.Interfaces.Classifying;
using Moodstream.Grains.Interfaces.Timelines;
using Moodstream.Inference.Models;
using Moodstream.TestKit;

namespace Moodstream.Benchmarks;

/// <summary>What the way through the grains costs per post, beside the model: one silo, a model that does next to nothing.</summary>
[InProcess, MemoryDiagnoser]
public class RouterBenchmarks
{
    private const int Batch = 100;

    private readonly ImmutableArray<SocialPost> _texts = [.. Enumerable.Range(0, Batch).Select(i => TestPosts.Words($"p{i}", "some words"))];
    private readonly ImmutableArray<SocialPost> _both = [.. Enumerable.Range(0, Batch).Select(i => TestPosts.Both($"p{i}", "some words", "a picture"))];
    private string _directory = string.Empty;
    private IHost _host = null!;
    private IGrainFactory _grains = null!;
    private IPostClassifier _classifier = null!;
    private TimelineEntry[] _entries = [];
    private int _next;

    /// <summary>Starts the silo.</summary>
    [GlobalSetup]
    public async Task Start()
    {
        _directory = Directory.CreateTempSubdirectory("moodstream-benchmark-").FullName;
        var builder = Host.CreateApplicationBuilder();
        builder.Logging.SetMinimumLevel(LogLevel.Error);
        builder.Configuration.AddInMemoryCollection(new Dictionary<string, string?>
        {
            ["Timeline:Path"] = _directory,
            ["Parts:RetentionHours"] = "1",
        });
        var served = await ServedModels.LoadAsync(new FakeEmotionModel());
        builder.Services.AddSingleton(served).AddSingleton<IEmotionModel>(served);
        builder.UseOrleans(silo => silo.UseLocalhostClustering().AddMoodstreamGrains(builder.Configuration));
        _host = builder.Build();
        await _host.StartAsync();
        _grains = _host.Services.GetRequiredService<IGrainFactory>();
        _classifier = _host.Services.GetRequiredService<IPostClassifier>();
        _entries = [.. Enumerable.Range(0, Batch).Select(i => TestPosts.Event("p", $"u{i}").ToEntry())];
    }

    /// <summary>Stops the silo.</summary>
    [GlobalCleanup]
    public async Task Stop()
    {
        await _host.StopAsync();
        _host.Dispose();
        Directory.Delete(_directory, recursive: true);
    }

    /// <summary>A post with words, of a batch.</summary>
    [Benchmark(OperationsPerInvoke = Batch)]
    public Task<ImmutableArray<PostOutcome>> Words() => _classifier.ClassifyAsync(_texts, CancellationToken.None);

    /// <summary>A post with words and a picture, of a batch.</summary>
    [Benchmark(OperationsPerInvoke = Batch)]
    public Task<ImmutableArray<PostOutcome>> WordsAndPicture() => _classifier.ClassifyAsync(_both, CancellationToken.None);

    /// <summary>An event of a batch, through its grain into the store.</summary>
    [Benchmark(OperationsPerInvoke = Batch)]
    public Task Append()
    {
        var post = $"p{Interlocked.Increment(ref _next)}";
        return _grains.GetGrain<ITimelineLog>(0).Append([.. _entries.Select(entry => entry with { Post = entry.Post with { PostId = post } })]);
    }

    /// <summary>A whole post in two parts: two calls, a new grain, a durable record.</summary>
    [Benchmark]
    public Task<PostOutcome[]> TwoParts()
    {
        var id = $"p{Interlocked.Increment(ref _next)}";
        return Task.WhenAll(
            _classifier.AddAsync(TestPosts.Words(id, "some words").Expecting("text", "image"), CancellationToken.None),
            _classifier.AddAsync(TestPosts.Picture(id, "a picture").Expecting("text", "image"), CancellationToken.None));
    }
}
