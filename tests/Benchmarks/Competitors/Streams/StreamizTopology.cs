using Confluent.Kafka;
using Microsoft.Extensions.Logging.Abstractions;
using Moodstream.Abstractions.Posts;
using Moodstream.Benchmarks.Brokers;
using Moodstream.Benchmarks.Competitors.Loop;
using Moodstream.Inference.Bundles;
using Moodstream.Inference.Options;
using Streamiz.Kafka.Net;
using Streamiz.Kafka.Net.SerDes;

namespace Moodstream.Benchmarks.Competitors.Streams;

/// <summary>The job as a topology of Streamiz: each record is classified where it is read, as its operators have it.</summary>
internal static class StreamizTopology
{
    /// <summary>Runs until it is told to stop.</summary>
    /// <param name="topics">Where from and where to.</param>
    /// <param name="bundle">Folder of the model.</param>
    /// <param name="folder">Folder for its state, of which there is none.</param>
    /// <param name="stop">Ends it.</param>
    public static async Task RunAsync(RunTopics topics, string bundle, string folder, CancellationToken stop)
    {
        await using var model = await ModelBundle.LoadAsync(bundle, new InferenceOptions(), cancellationToken: stop);
        var classifier = new LoopClassifier(model);
        var parser = new PostParser(new PostLimits());
        var builder = new StreamBuilder();
        builder.Stream(topics.Posts, new ByteArraySerDes(), new ByteArraySerDes())
            .MapValues((_, value, context) =>
            {
                var parsed = parser.Parse(value, DateTimeOffset.FromUnixTimeMilliseconds(context.Timestamp));
                var post = parsed.Post ?? throw new InvalidOperationException(parsed.Failure!.Message);
                // An operator is synchronous; words are encoded on the calling thread, so that nothing waits here.
                var verdicts = classifier.ClassifyAsync([post.Content], stop).GetAwaiter().GetResult();
                var now = DateTimeOffset.UtcNow;
                foreach (var header in EventHeaders.Of(post, EventHeaders.Time(now)))
                {
                    context.Headers.Add((Header)header);
                }

                return LoopEvents.Write([post], verdicts, now)[0];
            })
            .To(topics.Events, new ByteArraySerDes(), new ByteArraySerDes());
        var stream = new KafkaStream(builder.Build(), new StreamConfig<ByteArraySerDes, ByteArraySerDes>
        {
            ApplicationId = topics.Group,
            BootstrapServers = topics.Bootstrap,
            AutoOffsetReset = AutoOffsetReset.Earliest,
            Guarantee = ProcessingGuarantee.AT_LEAST_ONCE,
            NumStreamThreads = Environment.ProcessorCount,
            CommitIntervalMs = 1_000,
            StateDir = folder,
            EnableIdempotence = true,
            LingerMs = 2,
            ReceiveMessageMaxBytes = 100_000_000,
            Logger = NullLoggerFactory.Instance,
        });
        await stream.StartAsync(stop);
        await Task.Delay(Timeout.Infinite, stop).ContinueWith(
            static _ => { }, CancellationToken.None, TaskContinuationOptions.ExecuteSynchronously, TaskScheduler.Default);
        stream.Dispose();
    }
}
