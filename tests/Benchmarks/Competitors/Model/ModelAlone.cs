using System.Text.Json;
using Confluent.Kafka;
using Moodstream.Abstractions.Posts;
using Moodstream.Benchmarks.Brokers;
using Moodstream.Benchmarks.Competitors.Loop;
using Moodstream.Benchmarks.Posts;
using Moodstream.Inference.Bundles;
using Moodstream.Inference.Options;

namespace Moodstream.Benchmarks.Competitors.Model;

/// <summary>
/// The model and nothing else: posts lie in memory, parsed, and are classified in batches on all cores. The event of a post holds only what it
/// takes to be counted.
/// </summary>
internal static class ModelAlone
{
    private const int Batch = 64;

    /// <summary>Classifies all posts, then waits until it is told to stop.</summary>
    /// <param name="topics">Where events go to.</param>
    /// <param name="bundle">Folder of the model.</param>
    /// <param name="posts">The posts.</param>
    /// <param name="stop">Ends it.</param>
    public static async Task RunAsync(RunTopics topics, string bundle, PostBatch posts, CancellationToken stop)
    {
        await using var model = await ModelBundle.LoadAsync(bundle, new InferenceOptions(), cancellationToken: stop);
        var classifier = new LoopClassifier(model);
        using var producer = new ProducerBuilder<byte[], byte[]>(new ProducerConfig
        {
            BootstrapServers = topics.Bootstrap,
            LingerMs = 2,
            QueueBufferingMaxMessages = 1_000_000,
        }).SetLogHandler(static (_, _) => { }).Build();
        var batches = Parse(posts).Chunk(Batch).ToArray();
        try
        {
            await Parallel.ForEachAsync(batches, new ParallelOptions { MaxDegreeOfParallelism = Environment.ProcessorCount, CancellationToken = stop }, async (batch, token) =>
            {
                var verdicts = await classifier.ClassifyAsync([.. batch.Select(static post => post.Content)], token);
                for (var i = 0; i < batch.Length; i++)
                {
                    var json = JsonSerializer.SerializeToUtf8Bytes(new { postId = batch[i].Id, status = "final", emotion = verdicts[i].Fused.Top });
                    producer.Produce(topics.Events, new Message<byte[], byte[]> { Value = json });
                }
            });
            producer.Flush(stop);
            await Task.Delay(Timeout.Infinite, stop);
        }
        catch (OperationCanceledException) when (stop.IsCancellationRequested)
        {
            // As it was told.
        }
    }

    /// <summary>The posts, whole.</summary>
    private static List<SocialPost> Parse(PostBatch posts)
    {
        var parser = new PostParser(new PostLimits());
        var parsed = new List<SocialPost>(posts.Count);
        for (var message = 0; message < posts.Messages; message++)
        {
            var post = parser.Parse(posts.Load.Make(message).Value, DateTimeOffset.UtcNow).Post!;
            if (message % posts.Load.MessagesPerPost == 0)
            {
                parsed.Add(post);
            }
            else
            {
                parsed[^1] = parsed[^1] with { Text = parsed[^1].Text ?? post.Text, Image = parsed[^1].Image ?? post.Image };
            }
        }

        return parsed;
    }
}
