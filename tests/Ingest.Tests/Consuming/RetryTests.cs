using Moodstream.Grains.Interfaces.Faults;
using Moodstream.Ingest.Status;
using Moodstream.Ingest.Tests.Rig;
using Moodstream.TestKit;

namespace Moodstream.Ingest.Tests.Consuming;

[Trait("Category", "Broker")]
public sealed class RetryTests
{
    [Fact]
    public async Task A_classifier_that_fails_for_a_while_loses_nothing_and_makes_no_dead_letters()
    {
        await using var kafka = await KafkaRig.CreateAsync();
        var down = true;
        var silo = await kafka.StartSiloAsync(classifier: new FakeClassifier
        {
            BeforeClassify = _ => down ? throw new TimeoutException() : Task.CompletedTask,
        });
        await kafka.PublishPostsAsync(30);
        await Wait.UntilAsync(() => silo.Status is { State: IngestState.Retrying, Retries: > 5 });
        Assert.Contains("TimeoutException", silo.Status.LastError, StringComparison.Ordinal);
        Assert.Equal(0, silo.Status.Published);

        down = false;
        await Wait.UntilAsync(() => silo.Status is { Lag: 0, State: IngestState.Running });
        Assert.Equal(30, kafka.EventIds().Count);
        Assert.Empty(silo.Status.DeadLetters);
    }

    [Fact]
    public async Task A_poison_post_is_isolated_from_its_batch_and_becomes_the_only_dead_letter()
    {
        await using var kafka = await KafkaRig.CreateAsync();
        await kafka.PublishPostsAsync(40);
        var silo = await kafka.StartSiloAsync(classifier: new FakeClassifier
        {
            BeforeClassify = static posts => posts.Any(static p => p.Id == "p13") ? throw new FormatException("SECRET") : Task.CompletedTask,
        });
        await Wait.UntilAsync(() => silo.Status.Lag == 0);
        Assert.Equal(39, kafka.EventIds().Count);
        var letter = Assert.Single(kafka.ReadAll(kafka.Kafka.DeadLetterTopic));
        Assert.Equal("13", KafkaRig.Header(letter, "moodstream.error.offset"));
        Assert.Equal("classification-failed", KafkaRig.Header(letter, "moodstream.error.type"));
        Assert.DoesNotContain("SECRET", KafkaRig.Header(letter, "moodstream.error.message"), StringComparison.Ordinal);
    }

    [Fact]
    public async Task Poison_posts_that_could_take_all_slots_do_not_stop_the_stream()
    {
        await using var kafka = await KafkaRig.CreateAsync();
        await kafka.PublishPostsAsync(3);
        var silo = await kafka.StartSiloAsync(
            static o =>
            {
                o.MaxBatchesInFlight = 2;
                o.MaxBatchPosts = 1;
            },
            new FakeClassifier { BeforeClassify = static posts => posts[0].Id is "p0" or "p1" or "p2" ? throw new FormatException() : Task.CompletedTask });
        await Wait.UntilAsync(() => silo.Status.Retries > 20);
        Assert.Empty(silo.Status.DeadLetters);
        await kafka.PublishPostsAsync(1, first: 3);
        await Wait.UntilAsync(() => silo.Status.Lag == 0);
        Assert.Equal(["u3/p3#1"], kafka.EventIds());
        Assert.Equal(3, silo.Status.DeadLetters["classification-failed"]);
    }

    [Fact]
    public async Task While_everything_fails_no_post_is_blamed()
    {
        await using var kafka = await KafkaRig.CreateAsync();
        await kafka.PublishPostsAsync(8);
        var broken = true;
        var silo = await kafka.StartSiloAsync(classifier: new FakeClassifier
        {
            BeforeClassify = _ => broken ? throw new InvalidOperationException() : Task.CompletedTask,
        });
        await Wait.UntilAsync(() => silo.Status.Retries > 100);
        Assert.Empty(silo.Status.DeadLetters);
        broken = false;
        await Wait.UntilAsync(() => silo.Status.Lag == 0);
        Assert.Equal(8, kafka.EventIds().Count);
        Assert.Empty(silo.Status.DeadLetters);
    }

    [Fact]
    public async Task While_all_pictures_fail_none_is_blamed_however_many_words_succeed()
    {
        await using var kafka = await KafkaRig.CreateAsync();
        var broken = true;
        var silo = await kafka.StartSiloAsync(classifier: new FakeClassifier
        {
            BeforeClassify = posts => broken && posts.Any(static p => p.Image is not null) ? throw new InvalidOperationException() : Task.CompletedTask,
        });
        for (var i = 0; i < 3; i++)
        {
            await kafka.PublishAsync($$"""{ "id": "picture{{i}}", "userId": "u", "createdAt": "2026-01-31T12:00:00Z", "image": { "data": "/9j/" } }""");
        }

        await Wait.UntilAsync(() => silo.Status.Retries > 10);
        await kafka.PublishPostsAsync(20);
        await Wait.UntilAsync(() => silo.Status is { Published: 20, Retries: > 60 });
        Assert.Empty(silo.Status.DeadLetters);

        broken = false;
        await Wait.UntilAsync(() => silo.Status is { Published: 23, Lag: 0 });
        Assert.Empty(silo.Status.DeadLetters);
    }

    [Fact]
    public async Task Faults_of_the_cluster_blame_no_post_even_while_others_succeed()
    {
        await using var kafka = await KafkaRig.CreateAsync(partitions: 4);
        var unreachable = true;
        var silo = await kafka.StartSiloAsync(classifier: new FakeClassifier
        {
            BeforeClassify = posts => unreachable && posts.Any(static p => p.Id == "p3") ? throw new PassingFaultException("Unreachable.") : Task.CompletedTask,
        });
        await kafka.PublishPostsAsync(4, partitions: 4);
        await Wait.UntilAsync(() => silo.Status is { Published: 3, Retries: > 30 });
        Assert.Empty(silo.Status.DeadLetters);

        unreachable = false;
        await Wait.UntilAsync(() => silo.Status is { Published: 4, Lag: 0 });
        Assert.Empty(silo.Status.DeadLetters);
    }

    [Fact]
    public async Task A_timeline_that_fails_for_a_while_holds_the_events_since_what_is_published_is_kept_before()
    {
        await using var kafka = await KafkaRig.CreateAsync();
        var down = true;
        var silo = await kafka.StartSiloAsync(timelines: new FakeTimelines
        {
            BeforeAppend = () => down ? throw new IOException() : Task.CompletedTask,
        });
        await kafka.PublishPostsAsync(5);
        await Wait.UntilAsync(() => silo.Status is { Consumed: 5, Retries: > 3 });
        Assert.Equal(0, silo.Status.Published);
        Assert.InRange(kafka.Committed(), -1, 0);
        down = false;
        await Wait.UntilAsync(() => silo.Status.Lag == 0);
        Assert.Equal(5, silo.Timelines.Entries.Count);
        Assert.Equal(5, kafka.EventIds().Count);
    }

    [Fact]
    public async Task A_broker_that_goes_down_and_comes_back_while_events_are_published_loses_nothing()
    {
        await using var kafka = await KafkaRig.CreateAsync();
        var gate = new TaskCompletionSource();
        var silo = await kafka.StartSiloAsync(static o => o.MaxBatchPosts = 5, new FakeClassifier { BeforeClassify = _ => gate.Task });
        await kafka.PublishPostsAsync(50);
        await Wait.UntilAsync(() => silo.Status.Consumed == 50);
        kafka.Faults.SetDown();
        gate.SetResult();
        await Wait.UntilAsync(() => silo.Classifier.Batches.Count >= 10);
        Assert.Equal(0, silo.Status.Published);
        kafka.Faults.SetUp();
        await Wait.UntilAsync(() => silo.Status is { Published: >= 50, Lag: 0 });
        Assert.Equal(50, kafka.EventIds().Distinct().Count());
    }

    [Fact]
    public async Task Errors_of_the_server_on_producing_fetching_and_committing_are_overcome()
    {
        await using var kafka = await KafkaRig.CreateAsync();
        var gate = new TaskCompletionSource();
        var silo = await kafka.StartSiloAsync(classifier: new FakeClassifier { BeforeClassify = _ => gate.Task });
        await kafka.PublishPostsAsync(10);
        await Wait.UntilAsync(() => silo.Status.Consumed == 10);
        kafka.Faults.FailRequests(KafkaRequest.Produce, ErrorCode.NotLeaderForPartition, ErrorCode.TopicAuthorizationFailed, ErrorCode.NotEnoughReplicas);
        kafka.Faults.FailRequests(KafkaRequest.OffsetCommit, ErrorCode.GroupCoordinatorNotAvailable, ErrorCode.RequestTimedOut);
        kafka.Faults.FailRequests(KafkaRequest.Fetch, ErrorCode.NotLeaderForPartition, ErrorCode.LeaderNotAvailable);
        gate.SetResult();
        await Wait.UntilAsync(() => silo.Status.Published >= 10);
        Assert.True(silo.Status.Retries > 0);
        await kafka.PublishPostsAsync(10, first: 10);
        await Wait.UntilAsync(() => silo.Status is { Published: >= 20, Lag: 0 });
        Assert.Equal(20, kafka.EventIds().Distinct().Count());
    }

    [Fact]
    public async Task Events_of_one_batch_that_the_server_refused_are_sent_again_together_and_in_their_order()
    {
        await using var kafka = await KafkaRig.CreateAsync();
        var gate = new TaskCompletionSource();
        var silo = await kafka.StartSiloAsync(static o => o.MaxBatchesInFlight = 1, new FakeClassifier { BeforeClassify = _ => gate.Task });
        await kafka.PublishAsync(KafkaRig.Post("first", "alone"), "alone");
        await Wait.UntilAsync(() => silo.Classifier.Batches.Count == 1);

        // While the first post has the only place, the others become one batch.
        await kafka.PublishPostsAsync(60);
        await Wait.UntilAsync(() => silo.Status.Consumed == 61);
        kafka.Faults.FailRequests(KafkaRequest.Produce, ErrorCode.TopicAuthorizationFailed, ErrorCode.TopicAuthorizationFailed);
        gate.SetResult();

        await Wait.UntilAsync(() => silo.Status is { Published: 61, Lag: 0 });

        Assert.Contains("TopicAuthorizationFailed", silo.Status.LastError, StringComparison.Ordinal);
        Assert.Equal(Enumerable.Range(0, 60).Select(i => $"u{i % 7}/p{i}#1"), kafka.EventIds().Where(static id => id != "alone/first#1"));
    }
}
