using Moodstream.Grains.Interfaces;

namespace Moodstream.Cluster.Tests;

public sealed class ErasureTests
{
    [Fact]
    public async Task An_erased_user_is_gone_from_the_timeline_and_parts_that_wait_are_absorbed()
    {
        await using var cluster = await MoodstreamCluster.Start([["cpu:0"], ["cpu:0"]]);
        var shard = cluster.Client.GetGrain<ITimelineShard>(TimelineShards.Of("u1"));
        var post = cluster.Client.GetGrain<IPost>(PostKey.Of("u1", "parts"));
        var text = Posts.Words("parts", "words").Expecting("text", "image");
        await shard.Append([Posts.Event("p1")]);
        var waiting = post.Add(text);
        while (cluster.Models.Values.Sum(model => model.Encodings) == 0)
        {
            await Task.Delay(10, TestContext.Current.CancellationToken);
        }

        await cluster.Client.GetGrain<IUserTimeline>("u1").Forget();

        Assert.Empty((await cluster.Client.GetGrain<IUserTimeline>("u1").Query(new TimelineQuery())).Items);
        Assert.Equal(PostOutcome.Absorbed, await waiting);
        Assert.Equal("p2", Assert.Single(await shard.Append([Posts.Event("p2")])).PostId);
        Assert.Equal(PostOutcome.Absorbed, await post.Add(Posts.Words("parts", "words").Expecting("text")));
    }
}
