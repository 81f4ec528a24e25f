using System.Text.Json;
using Moodstream.Abstractions.Emotions;
using Moodstream.Abstractions.Posts;
using Moodstream.Grains.Interfaces.Classifying;
using Moodstream.Grains.Interfaces.Posts;
using Moodstream.Grains.Interfaces.Timelines;
using Moodstream.Grains.Posts;
using Moodstream.TestKit;

namespace Moodstream.Cluster.Tests.Posts;

public sealed class PartsTests
{
    public static TheoryData<string> Orders => ["01", "10", "001", "0101", "1100", "1001"];

    [Theory]
    [MemberData(nameof(Orders))]
    public async Task Parts_in_any_order_and_number_give_one_final_event(string order)
    {
        await using var cluster = await MoodstreamCluster.StartAsync([["cpu:0"], ["cpu:0"]]);
        SocialPost[] parts = [TestPosts.Words("p1", "words").Expecting("text", "image"), TestPosts.Picture("p1", "picture").Expecting("text", "image")];

        var outcomes = await Task.WhenAll(order.Select((part, i) =>
            cluster.AddAsync(parts[part - '0'], silo: i % 2)));

        var events = outcomes.Where(outcome => outcome.Event is not null).Select(outcome => outcome.Event!).ToList();
        Assert.All(outcomes, outcome => Assert.Null(outcome.Failure));
        Assert.Single(events.Select(Bytes).Distinct());
        Assert.Equal((1, EmotionStatus.Final, 2), (events[0].Revision, events[0].Status, events[0].Modalities.Length));
    }

    [Fact]
    public async Task A_lone_part_is_provisional_after_the_window_and_the_rest_makes_it_final()
    {
        await using var cluster = await MoodstreamCluster.StartAsync([["cpu:0"]], settings: new() { ["Parts:WindowMs"] = "50" });
        var provisional = (await cluster.AddAsync(TestPosts.Words("p1", "words").Expecting("text", "image"))).Event!;
        var final = (await cluster.AddAsync(TestPosts.Picture("p1", "picture").Expecting("text", "image"))).Event!;

        Assert.Equal((1, EmotionStatus.Provisional), (provisional.Revision, provisional.Status));
        Assert.Equal((2, EmotionStatus.Final), (final.Revision, final.Status));
    }

    [Fact]
    public async Task A_final_post_leaves_memory_and_its_parts_are_known_when_they_come_again()
    {
        await using var cluster = await MoodstreamCluster.StartAsync([["cpu:0"]]);
        SocialPost[] parts = [TestPosts.Words("p1", "words").Expecting("text", "image"), TestPosts.Picture("p1", "picture").Expecting("text", "image")];
        var first = await Task.WhenAll(parts.Select(part => cluster.AddAsync(part)));

        await Wait.UntilAsync(() => !cluster.Service<LivePosts>(0).Of(parts[0].UserId).Any());
        var again = await Task.WhenAll(parts.Select(part => cluster.AddAsync(part)));

        Assert.Equal(first.Select(Said), again.Select(Said));
        static string? Said(PostOutcome outcome) => outcome.Event is { } emotion ? Bytes(emotion) : outcome.Failure?.Type;
    }

    [Fact]
    public async Task Events_and_timelines_outlive_the_cluster_and_redelivered_parts_repeat_their_bytes()
    {
        var directory = Directory.CreateTempSubdirectory("moodstream-parts-");
        try
        {
            var window = new Dictionary<string, string?> { ["Parts:WindowMs"] = "50" };
            var text = TestPosts.Words("p1", "words").Expecting("text", "image");
            var image = TestPosts.Picture("p1", "picture").Expecting("text", "image");
            string provisional, final;
            await using (var cluster = await MoodstreamCluster.StartAsync([["cpu:0"]], directory.FullName, window))
            {
                var first = (await cluster.AddAsync(text)).Event!;
                var second = (await cluster.AddAsync(image)).Event!;
                await cluster.Client.GetGrain<ITimelineLog>(0).Append([first.ToEntry(content: 0), second.ToEntry(content: 0)]);
                (provisional, final) = (Bytes(first), Bytes(second));
            }

            await using (var cluster = await MoodstreamCluster.StartAsync([["cpu:0"]], directory.FullName, window))
            {
                Assert.Equal(final, Bytes((await cluster.AddAsync(image)).Event!));
                Assert.Equal(provisional, Bytes((await cluster.AddAsync(text)).Event!));
                var page = await cluster.Client.GetGrain<IUserTimeline>("u1").Query(new TimelineQuery());
                Assert.Equal(final, Bytes(Assert.Single(page.Items)));
            }
        }
        finally
        {
            directory.Delete(recursive: true);
        }
    }

    [Fact]
    public async Task An_activation_that_has_to_go_within_the_window_answers_its_parts_first()
    {
        await using var cluster = await MoodstreamCluster.StartAsync([["cpu:0"]], settings: new() { ["Parts:WindowMs"] = "300" });
        var post = cluster.Client.GetGrain<IPost>(new PostKey("u1", "p1").ToString());
        var text = TestPosts.Words("p1", "words").Expecting("text", "image");
        var waiting = cluster.AddAsync(text);
        while (!cluster.Cluster.TryGetGrainContext(post.GetGrainId(), out _))
        {
            await Task.Delay(10, TestContext.Current.CancellationToken);
        }

        await cluster.Cluster.DeactivateAsync(post.GetGrainId());
        var provisional = (await waiting).Event!;

        Assert.Equal(EmotionStatus.Provisional, provisional.Status);
        Assert.Equal(Bytes(provisional), Bytes((await cluster.AddAsync(text)).Event!));
    }

    [Fact]
    public async Task Parts_are_taken_up_again_when_the_silo_died_within_the_window()
    {
        await using var cluster = await MoodstreamCluster.StartAsync([["cpu:0"], ["cpu:0"]]);
        var caller = cluster.Service<IPostClassifier>(1);
        var keeper = cluster.Cluster.Silos[0];
        var text = TestPosts.Words("p1", "words").Expecting("text", "image");
        var image = TestPosts.Picture("p1", "picture").Expecting("text", "image");
        var lost = caller.AddAsync(text, TestContext.Current.CancellationToken);
        while (!cluster.Service<LivePosts>(0).Of("u1").Any())
        {
            await Task.Delay(10, TestContext.Current.CancellationToken);
        }

        await cluster.Cluster.KillSiloAsync(keeper, TestContext.Current.CancellationToken);
        await Assert.ThrowsAnyAsync<Exception>(() => lost);
        await using var revived = await cluster.Cluster.StartSiloAsync(keeper.InstanceNumber, cluster.Cluster.Options, TestContext.Current.CancellationToken);
        var outcomes = await Task.WhenAll(UntilAnswered(text), UntilAnswered(image));

        var final = Assert.Single(outcomes, outcome => outcome.Event is not null).Event!;
        Assert.Equal((1, EmotionStatus.Final), (final.Revision, final.Status));
        Assert.Single(outcomes, outcome => outcome.AbsorbedIn is not null);

        async Task<PostOutcome> UntilAnswered(SocialPost part)
        {
            while (true)
            {
                try
                {
                    return await caller.AddAsync(part, TestContext.Current.CancellationToken);
                }
                catch (Exception exception) when (exception is not OperationCanceledException)
                {
                    await Task.Delay(50, TestContext.Current.CancellationToken);
                }
            }
        }
    }

    private static string Bytes(EmotionEvent emotion) => JsonSerializer.Serialize(emotion, EmotionJson.Default.EmotionEvent);

    [Fact]
    public async Task A_post_whose_other_part_never_comes_is_closed_kept_and_published_as_final_once()
    {
        var time = new LaterTime();
        await using var cluster = await MoodstreamCluster.StartAsync(
            [["cpu:0"]], settings: new() { ["Parts:WindowMs"] = "50", ["Parts:RetentionHours"] = "1" }, time: time);
        var provisional = (await cluster.AddAsync(TestPosts.Words("p1", "words").Expecting("text", "image"))).Event!;
        await cluster.Client.GetGrain<ITimelineLog>(0).Append([provisional.ToEntry(content: 0)]);
        var post = cluster.Client.GetGrain<IPost>(provisional.Post.ToString());
        await post.Close(TestContext.Current.CancellationToken);
        Assert.Empty(cluster.Service<RecordingPublisher>(0).Closed);

        time.Later = TimeSpan.FromHours(2);
        await post.Close(TestContext.Current.CancellationToken);
        await post.Close(TestContext.Current.CancellationToken);

        var closed = Assert.Single(cluster.Service<RecordingPublisher>(0).Closed);
        Assert.Equal((2, EmotionStatus.Final, provisional.Emotion), (closed.Revision, closed.Status, closed.Emotion));
        var timeline = await cluster.Client.GetGrain<IUserTimeline>(provisional.UserId).Query(new TimelineQuery());
        Assert.Equal((2, EmotionStatus.Final), (Assert.Single(timeline.Items).Revision, timeline.Items[0].Status));
        Assert.Equal("part-unexpected", (await cluster.AddAsync(TestPosts.Picture("p1", "picture").Expecting("text", "image"))).Failure?.Type);
    }

    [Fact]
    public async Task A_part_that_comes_when_the_post_is_forgotten_begins_it_anew_under_an_id_that_was_not_used()
    {
        await using var cluster = await MoodstreamCluster.StartAsync([["cpu:0"]], settings: new() { ["Parts:WindowMs"] = "50" });
        var forgotten = TestPosts.Event("p1", revision: 2);
        await cluster.Client.GetGrain<ITimelineLog>(0).Append([forgotten.ToEntry(content: 0)]);

        var late = TestPosts.Words("p1", "words").Expecting("text", "image");
        var begun = (await cluster.AddAsync(late)).Event!;
        var again = (await cluster.AddAsync(late)).Event!;

        Assert.Equal((3, EmotionStatus.Revised), (begun.Revision, begun.Status));
        Assert.Equal(Bytes(begun), Bytes(again));
    }

    /// <summary>A clock that can be put on; its timers go on as ever.</summary>
    private sealed class LaterTime : TimeProvider
    {
        public TimeSpan Later { get; set; }

        public override DateTimeOffset GetUtcNow() => base.GetUtcNow() + Later;
    }
}
