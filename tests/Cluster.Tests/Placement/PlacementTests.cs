using Microsoft.Extensions.DependencyInjection;
using Moodstream.Abstractions.Posts;
using Moodstream.Grains.Encoders;
using Moodstream.Grains.Interfaces.Classifying;
using Moodstream.Grains.Interfaces.Faults;
using Moodstream.Grains.Interfaces.Timelines;
using Moodstream.Grains.Posts;
using Moodstream.Grains.Timelines;
using Moodstream.TestKit;

namespace Moodstream.Cluster.Tests.Placement;

public sealed class PlacementTests
{
    private static readonly EmbedCall Call = new(Modality.Image, [TestPosts.Picture("p", "picture").Content], "test", TimeSpan.FromSeconds(10));

    [Fact]
    public async Task Every_picture_call_runs_on_the_silo_and_device_of_its_key_whoever_calls()
    {
        await using var cluster = await MoodstreamCluster.StartAsync([["cpu:0", "cpu:1"], ["cpu:0"], ["cpu:0", "cpu:2"]]);
        await DevicesAnnouncedAsync(cluster, 5);
        var callers = cluster.Cluster.Silos.Select(silo => silo.GrainFactory()).Append(cluster.Client);
        var keys = cluster.Models.SelectMany(silo => silo.Value.Devices.Select(device => new DeviceKey(silo.Key, device.Id))).ToList();

        foreach (var caller in callers)
        {
            foreach (var key in keys)
            {
                var answer = await caller.GetGrain<IDeviceEmbedding>(key.ToString()).Embed(Call, TestContext.Current.CancellationToken);
                Assert.Null(Assert.Single(answer.Embeddings).Failure);
            }
        }

        Assert.All(cluster.Models.Values, model => Assert.Equal(
            model.Devices.SelectMany(device => Enumerable.Repeat(device.Id, 4)),
            model.Encoded.Order(StringComparer.Ordinal)));
    }

    [Fact]
    public async Task A_device_that_no_silo_owns_is_an_error()
    {
        await using var cluster = await MoodstreamCluster.StartAsync([["cpu:0"]]);

        await Assert.ThrowsAnyAsync<Exception>(() => cluster.Client.GetGrain<IDeviceEmbedding>("nobody/cpu:0").Embed(Call, TestContext.Current.CancellationToken));
        await Assert.ThrowsAnyAsync<Exception>(() => cluster.Client.GetGrain<IDeviceEmbedding>("no device").Embed(Call, TestContext.Current.CancellationToken));
    }

    [Fact]
    public async Task Picture_work_spreads_over_all_devices()
    {
        await using var cluster = await MoodstreamCluster.StartAsync([["cpu:0"], ["cpu:0"]]);
        await DevicesAnnouncedAsync(cluster, 2);

        await Task.WhenAll(Enumerable.Range(0, 16).Select(i =>
            cluster.Client.GetGrain<IPostRouter>(0).Classify([.. Enumerable.Range(0, 8).Select(j => TestPosts.Picture($"{i}-{j}", "picture"))], TestContext.Current.CancellationToken)));

        Assert.All(cluster.Models.Values, model => Assert.NotEmpty(model.Encoded));
    }

    [Fact]
    public async Task Words_run_on_every_device_where_their_encoder_needs_one_and_carry_nothing_else_there()
    {
        await using var cluster = await MoodstreamCluster.StartAsync([["cpu:0", "cpu:1"]]);
        await DevicesAnnouncedAsync(cluster, 2);
        var model = cluster.Models.Values.Single();
        model.OnDevice.Add(Modality.Text);
        model.OnDevice.Remove(Modality.Image);
        model.PerContent = TimeSpan.FromMilliseconds(1);
        SocialPost[] posts = [.. Enumerable.Range(0, 300).Select(i => TestPosts.Both($"p{i}", $"words {i}", "picture") with { Source = "reddit" })];

        var outcomes = await Router(cluster).Classify([.. posts], TestContext.Current.CancellationToken);

        Assert.All(outcomes, outcome => Assert.Equal([Modality.Text, Modality.Image], outcome.Event!.Modalities));
        var shares = model.Encoded.CountBy(device => device).ToDictionary();
        Assert.Equal(["cpu:0", "cpu:1"], shares.Keys.Order(StringComparer.Ordinal));
        Assert.Equal(300, shares.Values.Sum());
        Assert.All(shares.Values, share => Assert.InRange(share, 8, 292));
        Assert.All(model.Received, content => Assert.Equal((null, null), (content.Image, content.Source)));
    }

    [Fact]
    public async Task A_modality_that_nobody_counted_on_needs_no_route_of_its_own()
    {
        await using var cluster = await MoodstreamCluster.StartAsync([["cpu:0"], ["cpu:0"]]);
        await DevicesAnnouncedAsync(cluster, 2);
        foreach (var model in cluster.Models.Values)
        {
            model.Info = model.Info with { Modalities = [.. model.Info.Modalities, FakeEmotionModel.Source] };
            model.OnDevice.Add(FakeEmotionModel.Source);
        }

        var outcomes = await Router(cluster).Classify(
            [.. Enumerable.Range(0, 64).Select(i => TestPosts.Words($"p{i}", "words") with { Source = "reddit" })], TestContext.Current.CancellationToken);

        Assert.All(outcomes, outcome => Assert.Equal([Modality.Text, FakeEmotionModel.Source], outcome.Event!.Modalities));
        Assert.Equal(64, cluster.Models.Values.Sum(model => model.Encoded.Count));
        Assert.All(cluster.Models.Values, model => Assert.NotEmpty(model.Encoded));
    }

    [Fact]
    public async Task A_call_to_a_device_is_bounded_in_contents_and_in_bytes()
    {
        await using var cluster = await MoodstreamCluster.StartAsync([["cpu:0"]]);
        await DevicesAnnouncedAsync(cluster, 1);
        var model = cluster.Models.Values.Single();
        model.OnDevice.Add(Modality.Text);

        await Router(cluster).Classify([.. Enumerable.Range(0, 300).Select(i => TestPosts.Words($"p{i}", "a"))], TestContext.Current.CancellationToken);
        Assert.Equal(300, model.Encoded.Count);
        Assert.All(model.Calls, call => Assert.InRange(call.Count, 1, 32));

        model.Calls.Clear();
        var large = new string('a', 3_000_000);
        await Router(cluster).Classify([.. Enumerable.Range(0, 6).Select(i => TestPosts.Words($"p{i}", large))], TestContext.Current.CancellationToken);
        Assert.All(model.Calls, call => Assert.InRange(call.Sum(content => content.SizeInBytes), 1, 16 * 1024 * 1024));
        Assert.Equal(6, model.Calls.Sum(call => call.Count));
    }

    [Fact]
    public async Task Work_goes_on_when_a_device_silo_dies_and_returns_to_it_when_it_is_back()
    {
        await using var cluster = await MoodstreamCluster.StartAsync([["cpu:0"], ["cpu:0"]]);
        await DevicesAnnouncedAsync(cluster, 2);
        var router = cluster.Cluster.Silos[0].GrainFactory().GetGrain<IPostRouter>(0);
        var dying = cluster.Cluster.Silos[1];
        var key = $"{dying.Name}/cpu:0";
        await cluster.Client.GetGrain<IDeviceEmbedding>(key).Embed(Call, TestContext.Current.CancellationToken);

        await cluster.Cluster.KillSiloAsync(dying, TestContext.Current.CancellationToken);
        for (var i = 0; i < 20; i++)
        {
            var outcome = Assert.Single(await router.Classify([TestPosts.Picture($"p{i}", "picture")], TestContext.Current.CancellationToken));
            Assert.NotNull(outcome.Event);
        }

        await DevicesAnnouncedAsync(cluster, 1);
        await using var revived = await cluster.Cluster.StartSiloAsync(dying.InstanceNumber, cluster.Cluster.Options, TestContext.Current.CancellationToken);
        await DevicesAnnouncedAsync(cluster, 2);
        cluster.Models[dying.Name].Encoded.Clear();
        await cluster.Cluster.Silos[0].GrainFactory().GetGrain<IDeviceEmbedding>(key).Embed(Call, TestContext.Current.CancellationToken);
        Assert.Single(cluster.Models[dying.Name].Encoded);
    }

    [Fact]
    public async Task A_device_that_fails_is_passed_over()
    {
        await using var cluster = await MoodstreamCluster.StartAsync([["cpu:0"], ["cpu:0"]]);
        await DevicesAnnouncedAsync(cluster, 2);
        var broken = cluster.Models[cluster.Cluster.Silos[1].Name];
        broken.BeforeEncoding = _ => throw new InvalidOperationException("The device is gone.");

        for (var i = 0; i < 10; i++)
        {
            var outcomes = await cluster.Cluster.Silos[0].GrainFactory().GetGrain<IPostRouter>(0).Classify([TestPosts.Picture($"p{i}", "picture")], TestContext.Current.CancellationToken);
            Assert.NotNull(outcomes[0].Event);
        }

        Assert.Empty(broken.Encoded);
    }

    [Fact]
    public async Task With_no_device_in_reach_the_caller_gets_a_passing_error_that_says_so()
    {
        await using var cluster = await MoodstreamCluster.StartAsync([["cpu:0"]]);
        await DevicesAnnouncedAsync(cluster, 1);
        cluster.Models.Values.Single().BeforeEncoding = _ => throw new TimeoutException("The device does not answer.");

        var error = await Assert.ThrowsAsync<NoDeviceException>(
            () => cluster.Client.GetGrain<IPostRouter>(0).Classify([TestPosts.Picture("p1", "picture")], TestContext.Current.CancellationToken));

        Assert.True(PassingFaultException.Includes(error));
        Assert.Contains("'image'", error.Message, StringComparison.Ordinal);
        Assert.Contains("The device does not answer.", error.Message, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Pictures_on_which_every_device_fails_come_back_with_the_devices_own_error()
    {
        await using var cluster = await MoodstreamCluster.StartAsync([["cpu:0", "cpu:1"]]);
        await DevicesAnnouncedAsync(cluster, 2);
        cluster.Models.Values.Single().BeforeEncoding = _ => throw new InvalidOperationException("The network broke.");

        var error = await Assert.ThrowsAsync<InvalidOperationException>(
            () => cluster.Client.GetGrain<IPostRouter>(0).Classify([TestPosts.Picture("p1", "picture")], TestContext.Current.CancellationToken));

        Assert.False(PassingFaultException.Includes(error));
        Assert.Equal("The network broke.", error.Message);
    }

    [Fact]
    public async Task Shards_and_posts_live_where_the_timeline_store_is()
    {
        await using var cluster = await MoodstreamCluster.StartAsync([["cpu:0"], ["cpu:0"], ["cpu:0"]], settings: new() { ["Parts:WindowMs"] = "10" });
        await DevicesAnnouncedAsync(cluster, 3);
        var keeper = cluster.Cluster.Silos[0].SiloAddress;

        foreach (var silo in cluster.Cluster.Silos)
        {
            for (var i = 0; i < 20; i++)
            {
                var user = $"{silo.Name}-{i}";
                await silo.GrainFactory().GetGrain<ITimelineLog>(i).Append([TestPosts.Event("p", user).ToEntry()]);
                // A post that is final leaves memory: this one waits for its picture.
                await silo.ServiceProvider.GetRequiredService<IPostClassifier>()
                    .AddAsync(TestPosts.Words("p", "words", user).Expecting("text", "image"), TestContext.Current.CancellationToken);
                Assert.Single((await silo.GrainFactory().GetGrain<IUserTimeline>(user).Query(new TimelineQuery())).Items);
            }
        }

        var management = cluster.Client.GetGrain<IManagementGrain>(0);
        var grains = await management.GetDetailedGrainStatistics(null, null, TestContext.Current.CancellationToken);
        foreach (var pinned in new[] { typeof(TimelineShard), typeof(Post) })
        {
            var placed = grains.Where(grain => grain.GrainType.StartsWith($"{pinned.FullName},", StringComparison.Ordinal)).ToList();
            Assert.NotEmpty(placed);
            Assert.All(placed, grain => Assert.Equal(keeper, grain.SiloAddress));
        }
    }

    [Fact]
    public async Task A_silo_that_offers_no_device_has_its_pictures_encoded_by_others()
    {
        await using var cluster = await MoodstreamCluster.StartAsync([["cpu:0"], ["cpu:0"]], devicesOffered: [true, false]);
        await DevicesAnnouncedAsync(cluster, 1);

        var outcomes = await cluster.Cluster.Silos[1].GrainFactory().GetGrain<IPostRouter>(0)
            .Classify([TestPosts.Picture("p1", "picture")], TestContext.Current.CancellationToken);

        Assert.NotNull(outcomes[0].Event);
        Assert.NotEmpty(cluster.Models[cluster.Cluster.Silos[0].Name].Encoded);
        Assert.Empty(cluster.Models[cluster.Cluster.Silos[1].Name].Encoded);
    }

    [Fact]
    public async Task A_second_timeline_store_in_a_cluster_is_refused_by_the_name_of_the_setting()
    {
        await using var cluster = await MoodstreamCluster.StartAsync([["cpu:0"]]);
        await DevicesAnnouncedAsync(cluster, 1);
        cluster.NextSiloHasTimelines = true;

        var error = await Record.ExceptionAsync(() => cluster.Cluster.StartAdditionalSiloAsync());

        Assert.NotNull(error);
        Assert.Contains("Timeline:Enabled=false", error.ToString(), StringComparison.Ordinal);
    }

    private static IPostRouter Router(MoodstreamCluster cluster) => cluster.Cluster.Silos[0].GrainFactory().GetGrain<IPostRouter>(0);

    private static async Task DevicesAnnouncedAsync(MoodstreamCluster cluster, int count)
    {
        foreach (var silo in cluster.Cluster.Silos)
        {
            while (silo.Devices().Count != count)
            {
                await Task.Delay(20, TestContext.Current.CancellationToken);
            }
        }
    }
}
