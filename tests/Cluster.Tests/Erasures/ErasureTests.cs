using Microsoft.Extensions.DependencyInjection;
using Moodstream.Grains.Interfaces.Classifying;
using Moodstream.Grains.Interfaces.Erasures;
using Moodstream.Grains.Interfaces.Timelines;
using Moodstream.Grains.Posts;
using Moodstream.TestKit;

namespace Moodstream.Cluster.Tests.Erasures;

public sealed class ErasureTests
{
    [Fact]
    public async Task An_erased_user_is_gone_on_every_silo_and_late_posts_bring_nobody_back()
    {
        await using var cluster = await MoodstreamCluster.StartAsync([["cpu:0"], ["cpu:0"]], settings: new() { ["Parts:WindowMs"] = "50" });
        var whole = (await cluster.Client.GetGrain<IPostRouter>(0).Classify([TestPosts.Words("p1", "words", "gone")], TestContext.Current.CancellationToken))[0].Event!;
        var part = TestPosts.Words("p2", "words", "gone").Expecting("text", "image");
        var provisional = (await cluster.AddAsync(part)).Event!;
        var log = cluster.Client.GetGrain<ITimelineLog>(0);
        Assert.Empty(await log.Append([whole.ToEntry(), provisional.ToEntry(content: 0)]));

        var until = await cluster.Cluster.Silos[1].GrainFactory().GetGrain<IUserErasure>("gone").Erase(TestContext.Current.CancellationToken);

        Assert.All(cluster.Cluster.Silos, silo => Assert.Equal(
            [("gone", until)], silo.ServiceProvider.GetRequiredService<RecordingMemory>().Erased));
        Assert.Equal(["gone"], cluster.Service<RecordingPublisher>(0).Published);
        Assert.Empty((await cluster.Client.GetGrain<IUserTimeline>("gone").Query(new TimelineQuery())).Items);
        Assert.All(cluster.Cluster.Silos, silo => Assert.True(silo.ServiceProvider.GetRequiredService<IErasedUsers>().Covers(whole)));
        Assert.Equal(
            [(0, UnstoredReason.Erased), (1, UnstoredReason.Erased)],
            (await log.Append([whole.ToEntry(), provisional.ToEntry(content: 0)])).Select(refused => (refused.Index, refused.Reason)));
        Assert.Equal(PostOutcome.Erased, await cluster.AddAsync(part));
        Assert.Equal(PostOutcome.Erased, await cluster.AddAsync(TestPosts.Picture("p2", "picture", "gone").Expecting("text", "image")));
        Assert.Empty((await cluster.Client.GetGrain<IUserTimeline>("gone").Query(new TimelineQuery())).Items);
    }

    [Fact]
    public async Task A_part_that_waits_for_others_when_its_user_is_erased_is_absorbed()
    {
        await using var cluster = await MoodstreamCluster.StartAsync([["cpu:0"]], settings: new() { ["Parts:WindowMs"] = "20000" });
        var waiting = cluster.AddAsync(TestPosts.Words("p1", "words", "gone").Expecting("text", "image"));
        await Task.WhenAny(waiting, UntilLiveAsync(cluster));

        await cluster.Client.GetGrain<IUserErasure>("gone").Erase(TestContext.Current.CancellationToken);

        Assert.Equal(PostOutcome.Erased, await waiting);
    }

    private static async Task UntilLiveAsync(MoodstreamCluster cluster)
    {
        var encodings = cluster.Models.Values.Single();
        while (encodings.Encodings == 0 || !cluster.Service<LivePosts>(0).Of("gone").Any())
        {
            await Task.Delay(10, TestContext.Current.CancellationToken);
        }
    }
}
