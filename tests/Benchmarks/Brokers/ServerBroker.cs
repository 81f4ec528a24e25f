using Moodstream.Benchmarks.Posts;

namespace Moodstream.Benchmarks.Brokers;

/// <summary>A Kafka server that is there already. The posts are sent once; each run reads them with a group of its own.</summary>
internal sealed class ServerBroker : IBroker
{
    private readonly string _bootstrap;
    private readonly string _prefix;
    private readonly int _partitions;
    private readonly TopicAdministrator _topics;

    private ServerBroker(string bootstrap, string prefix, int partitions, TopicAdministrator topics)
    {
        _bootstrap = bootstrap;
        _prefix = prefix;
        _partitions = partitions;
        _topics = topics;
    }

    /// <inheritdoc/>
    public string Description => $"a Kafka server, {_partitions} partitions a topic";

    private string Posts => $"{_prefix}-posts";

    /// <summary>Makes the posts topic and fills it.</summary>
    /// <param name="bootstrap"><c>HOST:PORT</c>.</param>
    /// <param name="partitions">Partitions of every topic.</param>
    /// <param name="load">Makes the messages.</param>
    /// <param name="messages">How many.</param>
    /// <param name="cancellationToken">Gives up.</param>
    public static async Task<ServerBroker> ConnectAsync(
        string bootstrap, int partitions, IPostLoad load, int messages, CancellationToken cancellationToken)
    {
        var broker = new ServerBroker(bootstrap, $"moodstream-bench-{Guid.NewGuid():N}"[..25], partitions, new TopicAdministrator(bootstrap));
        try
        {
            await broker._topics.CreateAsync(broker.Posts, partitions);
            await TopicFiller.FillAsync(bootstrap, broker.Posts, load, messages, cancellationToken);
            return broker;
        }
        catch
        {
            await broker.DisposeAsync();
            throw;
        }
    }

    /// <inheritdoc/>
    public async Task<RunTopics> PrepareAsync(string run, CancellationToken cancellationToken)
    {
        var topics = new RunTopics(_bootstrap, Posts, $"{_prefix}-{run}-events", $"{_prefix}-{run}-dlq", $"{_prefix}-{run}");
        await _topics.CreateAsync(topics.Events, _partitions);
        await _topics.CreateAsync(topics.DeadLetters, _partitions);
        return topics;
    }

    /// <inheritdoc/>
    public Task ReleaseAsync(RunTopics topics) => _topics.DeleteAsync(topics.Events, topics.DeadLetters);

    /// <inheritdoc/>
    public async ValueTask DisposeAsync()
    {
        await _topics.DeleteAsync(Posts);
        _topics.Dispose();
    }
}
