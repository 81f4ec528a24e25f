using System.Text;
using Confluent.Kafka;
using Moodstream.Ingest.Broker;
using Moodstream.Ingest.Kafka;
using Moodstream.Ingest.Options;

namespace Moodstream.Ingest.Tests.Broker;

[Trait("Category", "Broker")]
public sealed class EmbeddedBrokerTests
{
    private static readonly KafkaOptions Options = new() { Embedded = { PostsPartitions = 7, EventsPartitions = 3, DeadLetterPartitions = 2 } };

    [Fact]
    public void Listens_on_loopback_with_the_three_topics_and_their_partitions()
    {
        using var broker = new EmbeddedBroker(Options);
        Assert.StartsWith("127.0.0.1:", broker.BootstrapServers, StringComparison.Ordinal);

        using var admin = new AdminClientBuilder(new AdminClientConfig { BootstrapServers = broker.BootstrapServers }).Build();
        var topics = admin.GetMetadata(TimeSpan.FromSeconds(10)).Topics.ToDictionary(static t => t.Topic, static t => t.Partitions.Count);
        Assert.Equal(7, topics["social-posts"]);
        Assert.Equal(3, topics["emotion-events"]);
        Assert.Equal(2, topics["social-posts.dlq"]);
    }

    [Fact]
    public async Task Serves_any_client_of_Kafka_and_keeps_headers()
    {
        using var broker = new EmbeddedBroker(Options);
        using var producer = new ProducerBuilder<string, string>(new ProducerConfig { BootstrapServers = broker.BootstrapServers }).Build();
        var sent = await producer.ProduceAsync(
            "social-posts",
            new Message<string, string> { Key = "u1", Value = "hello", Headers = new Headers { { "h", "1"u8.ToArray() } } },
            TestContext.Current.CancellationToken);

        using var consumer = new ConsumerBuilder<string, string>(
            new ConsumerConfig { BootstrapServers = broker.BootstrapServers, GroupId = "any" }).Build();
        consumer.Assign(sent.TopicPartitionOffset);
        var received = consumer.Consume(TestContext.Current.CancellationToken);
        Assert.Equal(("u1", "hello", "1"), (received.Message.Key, received.Message.Value, Encoding.UTF8.GetString(received.Message.Headers.GetLastBytes("h"))));
    }

    [Fact]
    public void Two_brokers_live_side_by_side()
    {
        using var first = new EmbeddedBroker(Options);
        using var second = new EmbeddedBroker(Options);
        Assert.NotEqual(first.BootstrapServers, second.BootstrapServers);
    }

    [Fact]
    public async Task A_broker_that_is_gone_is_reported_as_unreachable_in_one_line()
    {
        var options = new KafkaOptions { ConnectTimeoutMs = 300 };
        string address;
        using (var broker = new EmbeddedBroker(options))
        {
            address = broker.BootstrapServers;
            await KafkaProbe.EnsureTopicsAsync(options, new KafkaEndpoint(address, true), TestContext.Current.CancellationToken);
        }

        var failure = await Assert.ThrowsAsync<KafkaUnreachableException>(() => KafkaProbe.EnsureTopicsAsync(
            options, new KafkaEndpoint(address, false), TestContext.Current.CancellationToken));
        Assert.StartsWith($"Kafka:BootstrapServers {address} is unreachable", failure.Message, StringComparison.Ordinal);
        Assert.Contains("Connection refused", failure.Message, StringComparison.Ordinal);
        Assert.DoesNotContain('\n', failure.Message);
    }

    [Fact]
    public async Task A_client_property_that_does_not_exist_is_named()
    {
        var options = new KafkaOptions { Client = { ["sasl.usrname"] = "x" } };
        var failure = await Assert.ThrowsAsync<KafkaUnreachableException>(() => KafkaProbe.EnsureTopicsAsync(
            options, new KafkaEndpoint("127.0.0.1:9", false), TestContext.Current.CancellationToken));
        Assert.Contains("sasl.usrname", failure.Message, StringComparison.Ordinal);
    }
}
