using System.Text;
using Moodstream.Grains.Interfaces.Timelines;
using Moodstream.Ingest.Tests.Rig;
using Moodstream.TestKit;

namespace Moodstream.Ingest.Tests.Consuming;

[Trait("Category", "Broker")]
public sealed class ErasureTests
{
    [Fact]
    public async Task Nothing_is_said_of_a_late_post_of_an_erased_user()
    {
        await using var kafka = await KafkaRig.CreateAsync();
        var timelines = new FakeTimelines { Refuse = static entry => entry.Post.UserId == "gone" ? (UnstoredReason.Erased, null) : null };
        await kafka.PublishAsync(KafkaRig.Post("p1", "gone"), key: "gone");
        await kafka.PublishAsync(KafkaRig.Post("p2", "here"), key: "here");
        var silo = await kafka.StartSiloAsync(timelines: timelines);
        await Wait.UntilAsync(() => silo.Status.Lag == 0 && kafka.Committed() == 2);

        Assert.Equal(["here/p2#1"], kafka.EventIds());
        Assert.Empty(kafka.ReadAll(kafka.Kafka.DeadLetterTopic));
        Assert.Equal(["here"], silo.Feed.Shown.Select(shown => shown.Event.UserId));
    }

    [Fact]
    public async Task An_event_that_was_kept_before_an_erasure_and_published_after_it_is_followed_by_a_tombstone()
    {
        await using var kafka = await KafkaRig.CreateAsync();
        var kept = new TaskCompletionSource();
        var silo = await kafka.StartSiloAsync(timelines: new FakeTimelines { BeforeAppend = () => kept.Task });
        await kafka.PublishAsync(KafkaRig.Post("p1", "gone"), key: "gone");
        await Wait.UntilAsync(() => silo.Classifier.Batches.Count == 1);

        silo.Erased.Users.Add("gone");
        kept.SetResult();
        await Wait.UntilAsync(() => silo.Status.Lag == 0 && kafka.Committed() == 1);

        var ofGone = kafka.ReadAll(kafka.Kafka.EventsTopic).Where(message => Encoding.UTF8.GetString(message.Message.Key!) == "gone");
        Assert.Equal([false, true], ofGone.Select(message => message.Message.Value is null));
    }
}
