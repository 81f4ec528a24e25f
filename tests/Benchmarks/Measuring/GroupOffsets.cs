using Confluent.Kafka;
using Moodstream.Benchmarks.Brokers;

namespace Moodstream.Benchmarks.Measuring;

/// <summary>What the consumer group of a run has committed.</summary>
/// <param name="topics">The topics of the run.</param>
internal sealed class GroupOffsets(RunTopics topics)
{
    private static readonly TimeSpan Interval = TimeSpan.FromMilliseconds(200);
    private static readonly TimeSpan RequestPatience = TimeSpan.FromSeconds(10);

    /// <summary>Waits until all posts are committed.</summary>
    /// <param name="patience">How long.</param>
    /// <param name="cancellationToken">Gives up.</param>
    /// <exception cref="BenchmarkException">Some are not.</exception>
    public async Task EnsureAllCommittedAsync(TimeSpan patience, CancellationToken cancellationToken)
    {
        using var administrator = new TopicAdministrator(topics.Bootstrap);
        var partitions = administrator.Partitions(topics.Posts);
        var posts = await administrator.CountAsync(partitions);
        using var observer = new ConsumerBuilder<Ignore, Ignore>(new ConsumerConfig { BootstrapServers = topics.Bootstrap, GroupId = topics.Group })
            .SetLogHandler(static (_, _) => { }).Build();
        for (var deadline = DateTime.UtcNow + patience; ;)
        {
            var committed = await Task.Run(
                () => observer.Committed(partitions, RequestPatience).Sum(static place => Math.Max(0, place.Offset.Value)), cancellationToken);
            if (committed == posts)
            {
                return;
            }

            if (DateTime.UtcNow > deadline)
            {
                throw new BenchmarkException($"Only {committed:N0} of {posts:N0} posts were committed within {patience.TotalSeconds:0} s of the last event.");
            }

            await Task.Delay(Interval, cancellationToken);
        }
    }
}
