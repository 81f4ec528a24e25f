using System.Text.Json;
using Moodstream.Abstractions.Emotions;
using Moodstream.Grains.Interfaces.Classifying;
using Moodstream.Grains.Interfaces.Timelines;
using Moodstream.Ingest.Tests.Rig;
using Moodstream.TestKit;

namespace Moodstream.Ingest.Tests.Consuming;

[Trait("Category", "Broker")]
public sealed class PartsTests
{
    private const string Both = """["text","image"]""";

    [Fact]
    public async Task A_part_that_waits_for_the_others_holds_the_offset_but_not_the_posts_behind_it()
    {
        await using var kafka = await KafkaRig.CreateAsync();
        var window = new TaskCompletionSource<PostOutcome>();
        var silo = await kafka.StartSiloAsync(static o => o.MaxBatchesInFlight = 1, new FakeClassifier { OnPart = _ => window.Task });
        await kafka.PublishAsync(KafkaRig.Post("whole0"));
        await kafka.PublishAsync(KafkaRig.Post("part", expects: Both));
        await kafka.PublishPostsAsync(20);
        await Wait.UntilAsync(() => silo.Status.Published == 21 && silo.Status.Partitions[0].Committed == 1);

        window.SetResult(PostOutcome.Classified(FakeClassifier.EventOf(silo.Classifier.Parts.Single(), status: EmotionStatus.Provisional)));
        await Wait.UntilAsync(() => silo.Status.Lag == 0);
        Assert.Equal("u1/part#1", kafka.EventIds()[^1]);
    }

    [Fact]
    public async Task A_part_whose_content_another_part_carries_is_committed_without_an_event()
    {
        await using var kafka = await KafkaRig.CreateAsync();
        var silo = await kafka.StartSiloAsync(classifier: new FakeClassifier
        {
            OnPart = static part => Task.FromResult(PostOutcome.Absorbed(FakeClassifier.EventOf(part))),
        });
        await kafka.PublishAsync(KafkaRig.Post("part", expects: Both));
        await Wait.UntilAsync(() => silo.Status.Partitions is [{ Committed: 1 }]);
        Assert.Empty(kafka.EventIds());
        Assert.Equal(1, silo.Status.Absorbed);
    }

    [Fact]
    public async Task Where_an_event_cannot_be_kept_all_parts_in_it_become_dead_letters_and_not_only_the_one_that_carries_it()
    {
        await using var kafka = await KafkaRig.CreateAsync();
        var silo = await kafka.StartSiloAsync(
            classifier: new FakeClassifier
            {
                OnPart = static part => Task.FromResult(part.Text == "carries"
                    ? PostOutcome.Classified(FakeClassifier.EventOf(part))
                    : PostOutcome.Absorbed(FakeClassifier.EventOf(part))),
            },
            timelines: new FakeTimelines { Refuse = static _ => (UnstoredReason.Conflict, null) });
        await kafka.PublishAsync(KafkaRig.Post("part", text: "absorbed", expects: Both));
        await kafka.PublishAsync(KafkaRig.Post("part", text: "carries", expects: Both));
        await Wait.UntilAsync(() => silo.Status.Partitions is [{ Committed: 2 }]);
        Assert.Empty(kafka.EventIds());
        Assert.Equal(["post-conflict", "post-conflict"], kafka.ReadAll(kafka.Kafka.DeadLetterTopic).Select(static letter => KafkaRig.Header(letter, "moodstream.error.type")));
        Assert.Equal(0, silo.Status.Absorbed);
    }

    [Fact]
    public async Task Revisions_of_one_post_are_published_in_the_order_of_its_parts()
    {
        await using var kafka = await KafkaRig.CreateAsync();
        var first = new TaskCompletionSource();
        var silo = await kafka.StartSiloAsync(classifier: new FakeClassifier
        {
            OnPart = async part =>
            {
                if (part.Text == "one")
                {
                    await first.Task;
                    return PostOutcome.Classified(FakeClassifier.EventOf(part, 1, EmotionStatus.Provisional));
                }

                return PostOutcome.Classified(FakeClassifier.EventOf(part, 2));
            },
        });
        await kafka.PublishAsync(KafkaRig.Post("part", text: "one", expects: Both));
        await kafka.PublishAsync(KafkaRig.Post("part", text: "two", expects: Both));
        await kafka.PublishAsync(KafkaRig.Post("whole"));
        await Wait.UntilAsync(() => silo.Classifier.Parts.Count == 2 && silo.Status.Published == 1);
        first.SetResult();
        await Wait.UntilAsync(() => silo.Status.Lag == 0);
        Assert.Equal(["u1/whole#1", "u1/part#1", "u1/part#2"], kafka.EventIds());
        Assert.Equal("provisional", JsonDocument.Parse(kafka.ReadAll(kafka.Kafka.EventsTopic)[1].Message.Value).RootElement.GetProperty("status").GetString());
    }

    [Fact]
    public async Task A_later_revision_that_is_known_first_waits_for_the_part_that_carries_the_earlier_one()
    {
        await using var kafka = await KafkaRig.CreateAsync();
        var (both, later) = (new TaskCompletionSource(), new TaskCompletionSource());
        var silo = await kafka.StartSiloAsync(classifier: new FakeClassifier
        {
            OnPart = async part =>
            {
                if (part.Text == "one")
                {
                    // A second revision is made after the first, so that the part which carries that one is under way by then.
                    await both.Task;
                    return PostOutcome.Classified(FakeClassifier.EventOf(part, 2));
                }

                both.SetResult();
                await later.Task;
                return PostOutcome.Classified(FakeClassifier.EventOf(part, 1, EmotionStatus.Provisional));
            },
        });
        await kafka.PublishAsync(KafkaRig.Post("part", text: "one", expects: Both));
        await kafka.PublishAsync(KafkaRig.Post("part", text: "two", expects: Both));
        await Wait.UntilAsync(() => silo.Classifier.Parts.Count == 2 && silo.Timelines.Entries.Count == 1);
        later.SetResult();
        await Wait.UntilAsync(() => silo.Status.Lag == 0);
        Assert.Equal(["u1/part#1", "u1/part#2"], kafka.EventIds());
    }

    [Fact]
    public async Task A_post_with_words_alone_does_not_wait_for_pictures_of_others()
    {
        await using var kafka = await KafkaRig.CreateAsync();
        var slow = new TaskCompletionSource();
        var silo = await kafka.StartSiloAsync(static o => o.MaxBatchesInFlight = 1, new FakeClassifier
        {
            BeforeClassify = posts => posts[0].Image is null ? Task.CompletedTask : slow.Task,
        });
        for (var i = 0; i < 40; i++)
        {
            await kafka.PublishAsync($$"""{"id":"pic{{i}}","userId":"p{{i}}","createdAt":"2026-01-31T12:00:00Z","text":"look","image":{"data":"QUJD"} }""");
        }

        await kafka.PublishPostsAsync(20);
        await kafka.PublishAsync(KafkaRig.Post("behind", "p1"));
        await Wait.UntilAsync(() => silo.Status.Published == 20 && silo.Classifier.Batches.Any(batch => batch.Any(post => post.Id == "behind")));
        Assert.DoesNotContain("p1/behind#1", kafka.EventIds());
        slow.SetResult();
        await Wait.UntilAsync(() => silo.Status.Lag == 0);
        var ids = kafka.EventIds();
        Assert.True(ids.IndexOf("p1/behind#1") > ids.IndexOf("p1/pic1#1"));
        Assert.Equal(61, ids.Count);
    }

    [Fact]
    public async Task One_users_complete_posts_are_published_in_their_order_though_batches_overtake_each_other()
    {
        await using var kafka = await KafkaRig.CreateAsync();
        var slow = new TaskCompletionSource();
        var silo = await kafka.StartSiloAsync(static o => o.MaxBatchPosts = 1, new FakeClassifier
        {
            BeforeClassify = posts => posts[0].Id == "a1" ? slow.Task : Task.CompletedTask,
        });
        await kafka.PublishAsync(KafkaRig.Post("a1", "anna"));
        await kafka.PublishAsync(KafkaRig.Post("a2", "anna"));
        await kafka.PublishAsync(KafkaRig.Post("b1", "bert"));
        await Wait.UntilAsync(() => silo.Classifier.Batches.Count == 3 && silo.Status.Published == 1);
        slow.SetResult();
        await Wait.UntilAsync(() => silo.Status.Lag == 0);
        Assert.Equal(["bert/b1#1", "anna/a1#1", "anna/a2#1"], kafka.EventIds());
    }
}
