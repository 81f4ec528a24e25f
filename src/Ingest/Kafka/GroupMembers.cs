using Confluent.Kafka;
using Confluent.Kafka.Admin;
using Microsoft.Extensions.Logging.Abstractions;
using Moodstream.Ingest.Options;

namespace Moodstream.Ingest.Kafka;

/// <inheritdoc cref="IGroupMembers"/>
/// <param name="options">Name of the group, client properties.</param>
/// <param name="endpoint">The server.</param>
internal sealed class GroupMembers(KafkaOptions options, KafkaEndpoint endpoint) : IGroupMembers, IDisposable
{
    private static readonly TimeSpan Timeout = TimeSpan.FromSeconds(5);

    private readonly Lazy<IAdminClient> _admin = new(() =>
        new KafkaClients(options, endpoint.BootstrapServers, NullLogger.Instance).Admin(static _ => { }).Build());

    /// <inheritdoc/>
    public async Task<IReadOnlyCollection<string>?> ReadAsync()
    {
        try
        {
            var described = await _admin.Value.DescribeConsumerGroupsAsync([options.GroupId], new DescribeConsumerGroupsOptions { RequestTimeout = Timeout });
            return [.. described.ConsumerGroupDescriptions
                .SelectMany(static group => group.Members)
                .Where(static member => member.ClientId.StartsWith(KafkaClients.ConsumerPrefix, StringComparison.Ordinal))
                .Select(static member => member.ClientId[KafkaClients.ConsumerPrefix.Length..])];
        }
        catch (KafkaException)
        {
            return null;
        }
    }

    /// <inheritdoc/>
    public void Dispose()
    {
        if (_admin.IsValueCreated)
        {
            _admin.Value.Dispose();
        }
    }
}
