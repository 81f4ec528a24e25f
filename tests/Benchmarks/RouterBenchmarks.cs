using System.Collections.Immutable;
using BenchmarkDotNet.Attributes;
using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Logging;
using Moodstream.Abstractions.Emotions;
using Moodstream.Abstractions.Posts;
using Moodstream.Grains.Hosting;
using Moodstream.Grains.Interfaces.Classifying;
using Moodstream.Grains.Interfaces.Posts;
using Moodstream.Grains.Interfaces.Timelines;
using Moodstream.Inference.Models;
using Moodstream.TestKit;

namespace Moodstream.Benchmarks;

/// <summary>What the way through the grains costs per post, beside the model: one silo, a model that does next to nothing.</summary>
[InProcess, MemoryDiagnoser]
public class RouterBenchmarks
{
    private const int Batch = 100;

    private readonly ImmutableArray<SocialPost> texts = [.. Enumerable.Range(0, Batch).Select(i => TestPosts.Words($"p{i}", "some words"))];
    private readonly ImmutableArray<SocialPost> both = [.. Enumerable.Range(0, Batch).Select(i => TestPosts.Both($"p{i}", "some words", "a picture"))];
    private string directory = string.Empty;
    private IHost host = null!;
    private IGrainFactory grains = null!;
    private ILookup<int, EmotionEvent> shards = null!;
    private int next;

    /// <summary>Starts the silo.</summary>
    [GlobalSetup]
    public async Task Start()
    {
        directory = Directory.CreateTempSubdirectory("moodstream-benchmark-").FullName;
        var builder = Host.CreateApplicationBuilder();
        builder.Logging.SetMinimumLevel(LogLevel.Error);
        builder.Configuration.AddInMemoryCollection(new Dictionary<string, string?>
        {
            ["Timeline:Path"] = directory,
            ["Parts:RetentionHours"] = "1",
        });
        var served = await ServedModels.LoadAsync(new FakeEmotionModel());
        builder.Services.AddSingleton(served).AddSingleton<IEmotionModel>(served);
        builder.UseOrleans(silo => silo.UseLocalhostClustering().AddMoodstreamGrains(builder.Configuration));
        host = builder.Build();
        await host.StartAsync();
        grains = host.Services.GetRequiredService<IGrainFactory>();
        shards = Enumerable.Range(0, Batch).Select(i => TestPosts.Event("p", $"u{i}")).ToLookup(emotion => TimelineShards.Of(emotion.UserId));
    }

    /// <summary>Stops the silo.</summary>
    [GlobalCleanup]
    public async Task Stop()
    {
        await host.StopAsync();
        host.Dispose();
        Directory.Delete(directory, recursive: true);
    }

    /// <summary>A post with words, of a batch.</summary>
    [Benchmark(OperationsPerInvoke = Batch)]
    public Task<ImmutableArray<PostOutcome>> Words() => grains.GetGrain<IPostRouter>(0).Classify(texts);

    /// <summary>A post with words and a picture, of a batch.</summary>
    [Benchmark(OperationsPerInvoke = Batch)]
    public Task<ImmutableArray<PostOutcome>> WordsAndPicture() => grains.GetGrain<IPostRouter>(0).Classify(both);

    /// <summary>An event of a batch, through its shard into the store.</summary>
    [Benchmark(OperationsPerInvoke = Batch)]
    public Task Append()
    {
        var post = $"p{Interlocked.Increment(ref next)}";
        return Task.WhenAll(shards.Select(shard =>
            grains.GetGrain<ITimelineShard>(shard.Key).Append([.. shard.Select(emotion => emotion with { PostId = post })])));
    }

    /// <summary>A whole post in two parts: two calls, a new grain, a durable record.</summary>
    [Benchmark]
    public Task<PostOutcome[]> TwoParts()
    {
        var id = $"p{Interlocked.Increment(ref next)}";
        var post = grains.GetGrain<IPost>(new PostKey("u1", id).ToString());
        return Task.WhenAll(
            post.Add(TestPosts.Words(id, "some words").Expecting("text", "image")),
            post.Add(TestPosts.Picture(id, "a picture").Expecting("text", "image")));
    }
}
