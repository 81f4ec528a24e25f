using System.Threading.Channels;
using Moodstream.Grains.Interfaces.Emotions;
using Moodstream.TestKit;
using Orleans.Streams;
using Orleans.Streams.Core;

namespace Moodstream.Cluster.Tests.Hosting;

public sealed class StreamTests
{
    [Fact]
    public async Task Anyones_own_grain_receives_the_batches_of_every_partition_in_order()
    {
        await using var cluster = await MoodstreamCluster.StartAsync([["cpu:0"], ["cpu:0"]]);
        var provider = cluster.Cluster.Silos[1].EmotionStreams();

        foreach (var partition in new[] { 0, 1 })
        {
            var stream = provider.GetStream<EmotionBatch>(EmotionStream.Of(partition));
            await stream.OnNextAsync(new EmotionBatch(partition, [TestPosts.Event("first")]));
            await stream.OnNextAsync(new EmotionBatch(partition, [TestPosts.Event("second"), TestPosts.Event("third")]));
        }

        var received = new List<EmotionBatch>();
        while (received.Count < 4)
        {
            received.Add(await Subscriber.Received.Reader.ReadAsync(TestContext.Current.CancellationToken));
        }

        foreach (var partition in new[] { 0, 1 })
        {
            Assert.Equal(
                ["first", "second", "third"],
                received.Where(batch => batch.Partition == partition).SelectMany(batch => batch.Events).Select(emotion => emotion.PostId));
        }
    }
}

/// <summary>A grain as anyone may write it.</summary>
public interface ISubscriber : IGrainWithIntegerKey;

[ImplicitStreamSubscription(EmotionStream.Namespace)]
public sealed class Subscriber : Grain, ISubscriber, IStreamSubscriptionObserver, IAsyncObserver<EmotionBatch>
{
    internal static Channel<EmotionBatch> Received { get; } = Channel.CreateUnbounded<EmotionBatch>();

    public Task OnSubscribed(IStreamSubscriptionHandleFactory handleFactory) => handleFactory.Create<EmotionBatch>().ResumeAsync(this);

    public Task OnNextAsync(EmotionBatch item, StreamSequenceToken? token = null) => Received.Writer.WriteAsync(item).AsTask();

    public Task OnErrorAsync(Exception ex) => Task.CompletedTask;
}
