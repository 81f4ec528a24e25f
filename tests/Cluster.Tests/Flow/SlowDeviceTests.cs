using System.Collections.Immutable;
using System.Diagnostics;
using Moodstream.Abstractions.Posts;
using Moodstream.Grains.Credits;
using Moodstream.Grains.Interfaces.Classifying;
using Moodstream.TestKit;

namespace Moodstream.Cluster.Tests.Flow;

/// <summary>Far more pictures than a device does in the time that a call may take. Times are a tenth of the product's.</summary>
public sealed class SlowDeviceTests
{
    private const int Batch = 64;

    private static readonly CreditTerms Terms = new()
    {
        Target = TimeSpan.FromSeconds(0.15),
        Deadline = TimeSpan.FromSeconds(2),
        StandBack = TimeSpan.FromSeconds(0.5),
        Tick = TimeSpan.FromSeconds(0.025),
    };

    private static CancellationToken Token => TestContext.Current.CancellationToken;

    [Fact]
    public async Task A_backlog_of_pictures_goes_on_steadily_each_is_computed_once_and_words_go_on_beside_it()
    {
        await using var cluster = await StartAsync(["cpu:0"]);
        var model = Slow(cluster, 0, perSecond: 100);
        var classifier = cluster.Service<IPostClassifier>(0);
        var clock = Stopwatch.StartNew();
        var ends = new List<TimeSpan>();

        var pictures = Task.WhenAll(Pictures(16).Select(async batch =>
        {
            var outcomes = await classifier.ClassifyAsync(batch, Token);
            Assert.All(outcomes, outcome => Assert.NotNull(outcome.Event));
            lock (ends)
            {
                ends.Add(clock.Elapsed);
            }
        }));
        for (var i = 0; i < 50; i++)
        {
            var words = await classifier.ClassifyAsync([.. Enumerable.Range(0, Batch).Select(j => TestPosts.Words($"w{i}-{j}", "words"))], Token);
            Assert.All(words, outcome => Assert.NotNull(outcome.Event));
        }

        Assert.False(pictures.IsCompleted, "The words waited behind the pictures.");
        await pictures;

        var longest = ends.Zip(ends.Prepend(TimeSpan.Zero), (end, before) => end - before).Max();
        Assert.True(clock.Elapsed > 4 * Terms.Deadline, $"{clock.Elapsed} is no backlog.");
        Assert.True(longest < clock.Elapsed / 4, $"Nothing came out for {longest} of {clock.Elapsed}.");
        Assert.Equal(16 * Batch, model.Computed);
    }

    [Fact]
    public async Task A_device_that_becomes_ten_times_slower_in_mid_stream_still_computes_each_picture_once()
    {
        await using var cluster = await StartAsync(["cpu:0"]);
        var model = Slow(cluster, 0, perSecond: 200);
        var classifying = ClassifyAsync(cluster, Pictures(6));
        await Wait.UntilAsync(() => model.Computed >= 4 * Batch);

        model.PerContent *= 10;
        await classifying;

        Assert.InRange(model.Computed, 6 * Batch, 6 * Batch * 1.05);
        Assert.InRange(Assert.Single(cluster.Service<IDeviceCredits>(0).Credits).Limit, 1, 16);
    }

    [Fact]
    public async Task What_a_dying_device_had_goes_to_another_one()
    {
        await using var cluster = await StartAsync(["cpu:0"], ["cpu:0"]);
        var living = Slow(cluster, 0, perSecond: 200);
        var dying = Slow(cluster, 1, perSecond: 200);
        var classifying = ClassifyAsync(cluster, Pictures(10));
        await Wait.UntilAsync(() => dying.Computed >= Batch);

        await cluster.Cluster.KillSiloAsync(cluster.Cluster.Silos[1], Token);
        await classifying;

        // What it had under way is computed again, and no more than that.
        Assert.InRange(living.Computed + dying.Computed, 10 * Batch, (10 * Batch) + 40);
    }

    [Fact]
    public async Task A_device_that_no_longer_answers_is_left_when_the_deadline_has_passed()
    {
        await using var cluster = await StartAsync(["cpu:0"], ["cpu:0"]);
        var hung = Slow(cluster, 1, perSecond: 200);
        var living = Slow(cluster, 0, perSecond: 200);
        hung.BeforeEncoding = _ => Task.Delay(Timeout.Infinite);

        await ClassifyAsync(cluster, Pictures(8));

        Assert.Equal((8 * Batch, 0), (living.Computed, hung.Computed));
    }

    [Fact]
    public async Task Whoever_waits_for_an_answer_goes_before_the_backlog()
    {
        await using var cluster = await StartAsync(["cpu:0"]);
        var model = Slow(cluster, 0, perSecond: 100);
        var backlog = ClassifyAsync(cluster, Pictures(12));
        await Wait.UntilAsync(() => model.Computed >= Batch);

        var explained = await cluster.Client.GetGrain<IPostRouter>(0).Explain(TestPosts.Picture("p", "a picture"), Token);

        Assert.NotNull(explained.Outcome.Event);
        Assert.False(backlog.IsCompleted);
        Assert.InRange(model.Computed, Batch, 8 * Batch);
        await backlog;
    }

    [Fact]
    public async Task The_parts_of_posts_wait_for_devices_like_others_and_each_is_computed_once()
    {
        await using var cluster = await StartAsync(["cpu:0"]);
        var model = Slow(cluster, 0, perSecond: 100);
        var posts = Enumerable.Range(0, 300).Select(i => TestPosts.Both($"p{i}", "words", $"picture {i}").Expecting("text", "image")).ToArray();

        var outcomes = await Task.WhenAll(posts.SelectMany(post => new[]
        {
            cluster.AddAsync(post with { Text = null }),
            cluster.AddAsync(post with { Image = null }),
        }));

        Assert.All(outcomes, outcome => Assert.Null(outcome.Failure));
        Assert.Equal(300, outcomes.Count(outcome => outcome.Event is { Modalities.Length: 2 }));
        Assert.Equal(300, model.Computed);
    }

    [Fact]
    public async Task Work_that_is_given_up_ends_at_once_wherever_it_is_and_is_not_computed()
    {
        await using var cluster = await StartAsync(["cpu:0"], ["cpu:0"]);
        FakeEmotionModel[] models = [Slow(cluster, 0, perSecond: 20), Slow(cluster, 1, perSecond: 20)];
        var classifier = cluster.Service<IPostClassifier>(0);
        using var stopping = new CancellationTokenSource();
        Task[] work =
        [
            .. Pictures(20).Select(batch => classifier.ClassifyAsync(batch, stopping.Token)),
            .. Enumerable.Range(0, 50).Select(i => classifier.AddAsync(TestPosts.Picture($"part {i}", "picture").Expecting("text", "image"), stopping.Token)),
        ];
        await Wait.UntilAsync(() => models.All(model => model.Computed >= 8));

        var clock = Stopwatch.StartNew();
        await stopping.CancelAsync();
        await Assert.ThrowsAnyAsync<OperationCanceledException>(() => Task.WhenAll(work));
        Assert.True(clock.Elapsed < TimeSpan.FromSeconds(2), $"It took {clock.Elapsed} to give up.");

        // Only the micro-batch that runs is computed to its end, on the other silo as well.
        var then = models.Sum(model => model.Computed);
        await Wait.UntilAsync(() => cluster.Service<IDeviceCredits>(0).Credits.All(credit => credit.Outstanding == 0));
        foreach (var model in models)
        {
            model.PerContent = TimeSpan.FromMilliseconds(1);
        }

        await ClassifyAsync(cluster, Pictures(1));
        Assert.InRange(models.Sum(model => model.Computed) - then, Batch, Batch + (2 * 8) + (2 * 8));
    }

    private static async Task<MoodstreamCluster> StartAsync(params string[][] devices)
    {
        var cluster = await MoodstreamCluster.StartAsync(devices, settings: new() { ["Parts:WindowMs"] = "20000" }, terms: Terms);
        await Wait.UntilAsync(() => cluster.Cluster.Silos.All(silo => silo.Devices().Count == devices.Length));
        return cluster;
    }

    private static FakeEmotionModel Slow(MoodstreamCluster cluster, int silo, int perSecond)
    {
        var model = cluster.Models[cluster.Cluster.Silos[silo].Name];
        model.PerContent = TimeSpan.FromSeconds(1.0 / perSecond);
        return model;
    }

    private static IEnumerable<ImmutableArray<SocialPost>> Pictures(int batches) => Enumerable.Range(0, batches).Select(i =>
        Enumerable.Range(0, Batch).Select(j => TestPosts.Picture($"p{i}-{j}", $"picture {i} {j}")).ToImmutableArray());

    /// <summary>Hands all batches over at once, as lanes do.</summary>
    private static async Task ClassifyAsync(MoodstreamCluster cluster, IEnumerable<ImmutableArray<SocialPost>> batches)
    {
        var classifier = cluster.Service<IPostClassifier>(0);
        var outcomes = await Task.WhenAll(batches.Select(batch => classifier.ClassifyAsync(batch, Token)));
        Assert.All(outcomes.SelectMany(batch => batch), outcome => Assert.NotNull(outcome.Event));
    }
}
