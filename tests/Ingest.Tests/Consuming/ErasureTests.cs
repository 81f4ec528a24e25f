using System.Text;
using Moodstream.Ingest.Tests.Rig;
using Moodstream.TestKit;

namespace Moodstream.Ingest.Tests.Consuming;

[Trait("Category", "Broker")]
public sealed class ErasureTests
{
    [Fact]
    public async Task The_event_of_a_late_post_of_an_erased_user_is_followed_by_a_tombstone_and_never_shown()
    {
        await using var kafka = await KafkaRig.CreateAsync();
        var timelines = new FakeTimelines();
        timelines.Erased.Add("gone");
        await kafka.PublishAsync(KafkaRig.Post("p1", "gone"), key: "gone");
        await kafka.PublishAsync(KafkaRig.Post("p2", "here"), key: "here");
        var silo = await kafka.StartSiloAsync(timelines: timelines);
        await Wait.UntilAsync(() => silo.Status.Lag == 0 && kafka.Committed() == 2);

        var ofGone = kafka.ReadAll(kafka.Kafka.EventsTopic).Where(message => Encoding.UTF8.GetString(message.Message.Key!) == "gone").ToList();
        Assert.Equal([false, true], ofGone.Select(message => message.Message.Value is null));
        Assert.Equal(["here"], silo.Feed.Batches.SelectMany(batch => batch.Events).Select(shown => shown.UserId));
        Assert.Equal(["here"], timelines.Entries.Select(entry => entry.Event.UserId));
    }
}
