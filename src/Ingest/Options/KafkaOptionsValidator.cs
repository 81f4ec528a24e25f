using Microsoft.Extensions.Options;

namespace Moodstream.Ingest.Options;

internal sealed class KafkaOptionsValidator : IValidateOptions<KafkaOptions>
{
    private static readonly HashSet<string> Reserved = new(StringComparer.Ordinal)
    {
        "acks", "auto.offset.reset", "bootstrap.servers", "enable.auto.commit", "enable.auto.offset.store",
        "enable.idempotence", "enable.partition.eof", "group.id", "message.max.bytes", "partition.assignment.strategy",
        "request.required.acks", "transactional.id",
    };

    public ValidateOptionsResult Validate(string? name, KafkaOptions options)
    {
        var check = new OptionsCheck(KafkaOptions.Section);
        if (!options.UsesEmbeddedBroker)
        {
            foreach (var server in options.BootstrapServers!.Split(','))
            {
                check.That(
                    IsHostAndPort(server.Trim()),
                    nameof(options.BootstrapServers),
                    $"has '{server}', which is not HOST:PORT; write for example localhost:9092, or leave it out to use the embedded broker");
            }
        }

        Topic(check, options.PostsTopic, nameof(options.PostsTopic));
        Topic(check, options.EventsTopic, nameof(options.EventsTopic));
        Topic(check, options.DeadLetterTopic, nameof(options.DeadLetterTopic));
        check.That(
            new HashSet<string> { options.PostsTopic, options.EventsTopic, options.DeadLetterTopic }.Count == 3,
            nameof(options.PostsTopic),
            $"must differ from {nameof(options.EventsTopic)} and {nameof(options.DeadLetterTopic)}, and those from each other");
        check.That(!string.IsNullOrWhiteSpace(options.GroupId), nameof(options.GroupId), "is empty; name the consumer group");
        check.Range(options.Partitions, 1, 10_000, nameof(options.Partitions));
        check.Range(options.ConnectTimeoutMs, 100, 600_000, nameof(options.ConnectTimeoutMs));
        check.Range(options.SessionTimeoutMs, 1_000, 1_800_000, nameof(options.SessionTimeoutMs));
        check.Range(options.MaxMessageBytes, 100_000, 1_000_000_000, nameof(options.MaxMessageBytes));
        check.Range(options.Embedded.PostsPartitions, 1, 1_000, "Embedded:" + nameof(EmbeddedBrokerOptions.PostsPartitions));
        check.Range(options.Embedded.EventsPartitions, 1, 1_000, "Embedded:" + nameof(EmbeddedBrokerOptions.EventsPartitions));
        check.Range(options.Embedded.DeadLetterPartitions, 1, 1_000, "Embedded:" + nameof(EmbeddedBrokerOptions.DeadLetterPartitions));
        foreach (var property in options.Client.Keys.Where(Reserved.Contains))
        {
            check.Fail($"Client:{property}", "is set by Moodstream itself, since the delivery guarantee rests on it; remove it");
        }

        return check.Result;
    }

    private static void Topic(OptionsCheck check, string topic, string setting) =>
        check.That(
            topic is { Length: > 0 and <= 249 } and not "." and not ".." && topic.All(static c => char.IsAsciiLetterOrDigit(c) || c is '.' or '_' or '-'),
            setting,
            "is no topic name; use 1 to 249 letters, digits, '.', '_' and '-'");

    private static bool IsHostAndPort(string server)
    {
        var colon = server.LastIndexOf(':');
        return colon > 0 && !server.Contains(' ', StringComparison.Ordinal)
            && ushort.TryParse(server.AsSpan(colon + 1), System.Globalization.NumberStyles.None, null, out var port) && port > 0;
    }
}
