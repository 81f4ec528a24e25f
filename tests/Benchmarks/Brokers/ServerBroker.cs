using Moodstream.Benchmarks.Posts;

namespace Moodstream.Benchmarks.Brokers;

/// <summary>A Kafka server that is there already. The posts are sent once; each run reads them with a group of its own.</summary>
/// <param name="bootstrap"><c>HOST:PORT</c>.</param>
/// <param name="partitions">Partitions of every topic.</param>
/// <param name="posts">The posts that a filled topic holds.</param>
internal sealed class ServerBroker(string bootstrap, int partitions, PostBatch posts) : IBroker
{
    private readonly string _prefix = $"moodstream-bench-{Guid.NewGuid():N}"[..25];
    private readonly TopicAdministrator _topics = new(bootstrap);
    private bool _isFilled;

    /// <inheritdoc/>
    public string Description => $"a Kafka server, {partitions} partitions a topic";

    private string Filled => $"{_prefix}-posts";

    /// <inheritdoc/>
    public async Task<RunTopics> PrepareAsync(string run, bool isFilled, CancellationToken cancellationToken)
    {
        var name = $"{_prefix}-{run}";
        var topics = new RunTopics(bootstrap, isFilled ? Filled : $"{name}-posts", $"{name}-events", $"{name}-dlq", name);
        if (!isFilled)
        {
            await _topics.CreateAsync(topics.Posts, partitions);
        }
        else if (!_isFilled)
        {
            _isFilled = true;
            await _topics.CreateAsync(Filled, partitions);
            await TopicFiller.FillAsync(bootstrap, Filled, posts, cancellationToken);
        }

        await _topics.CreateAsync(topics.Events, partitions);
        await _topics.CreateAsync(topics.DeadLetters, partitions);
        return topics;
    }

    /// <inheritdoc/>
    public Task ReleaseAsync(RunTopics topics) =>
        _topics.DeleteAsync([topics.Events, topics.DeadLetters, .. topics.Posts == Filled ? Array.Empty<string>() : [topics.Posts]]);

    /// <inheritdoc/>
    public async ValueTask DisposeAsync()
    {
        if (_isFilled)
        {
            await _topics.DeleteAsync(Filled);
        }

        _topics.Dispose();
    }
}
