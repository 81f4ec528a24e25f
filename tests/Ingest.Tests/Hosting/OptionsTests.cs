using Microsoft.Extensions.Configuration;
using Moodstream.Abstractions.Posts;
using Moodstream.Abstractions.Settings;
using Moodstream.Ingest.Options;

namespace Moodstream.Ingest.Tests.Hosting;

[Trait("Category", "Unit")]
public sealed class OptionsTests
{
    [Fact]
    public void Defaults_are_valid()
    {
        Read<KafkaOptions>();
        Read<IngestOptions>();
    }

    [Fact]
    public void Posts_are_as_large_as_the_limits_of_the_format_say() => Assert.Equal(new PostLimits(), new IngestOptions().Limits());

    [Theory]
    [InlineData("localhost")]
    [InlineData("localhost:0")]
    [InlineData("localhost:70000")]
    [InlineData("a:9092,b")]
    public void A_server_without_a_port_is_refused(string servers) =>
        Assert.Equal(
            [$"Kafka:BootstrapServers is '{servers}'; each entry must be HOST:PORT, such as localhost:9092; leave it out to use the embedded broker."],
            Faults<KafkaOptions>(("Kafka:BootstrapServers", servers)));

    [Theory]
    [InlineData("")]
    [InlineData("a:1,b:2")]
    [InlineData("a:1, b:2")]
    public void A_list_of_servers_is_accepted(string servers) =>
        Assert.Equal(servers, Read<KafkaOptions>(("Kafka:BootstrapServers", servers)).BootstrapServers);

    [Fact]
    public void Properties_that_the_guarantee_rests_on_cannot_be_overridden() =>
        Assert.StartsWith(
            "Kafka:Client:enable.auto.commit is set by Moodstream itself",
            Assert.Single(Faults<KafkaOptions>(("Kafka:Client:enable.auto.commit", "true"))),
            StringComparison.Ordinal);

    [Fact]
    public void Topics_must_differ()
    {
        Assert.Equal(
            ["Kafka:EventsTopic is 'social-posts', as is Kafka:PostsTopic; give each its own topic."],
            Faults<KafkaOptions>(("Kafka:EventsTopic", "social-posts")));
        Assert.StartsWith(
            "Kafka:DeadLetterTopic is 'emotion-events', as is Kafka:EventsTopic",
            Assert.Single(Faults<KafkaOptions>(("Kafka:DeadLetterTopic", "emotion-events"))),
            StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("")]
    [InlineData(".")]
    [InlineData("..")]
    [InlineData("a b")]
    [InlineData("a/b")]
    public void What_is_no_topic_name_is_refused(string topic) =>
        Assert.StartsWith("Kafka:PostsTopic is ", Assert.Single(Faults<KafkaOptions>(("Kafka:PostsTopic", topic))), StringComparison.Ordinal);

    [Fact]
    public void A_session_cannot_outlast_the_time_between_polls()
    {
        Assert.StartsWith(
            "Kafka:SessionTimeoutMs is 300001, above Kafka:Client:max.poll.interval.ms, which is 300000",
            Assert.Single(Faults<KafkaOptions>(("Kafka:SessionTimeoutMs", "300001"))),
            StringComparison.Ordinal);
        Assert.Empty(Faults<KafkaOptions>(("Kafka:SessionTimeoutMs", "300001"), ("Kafka:Client:max.poll.interval.ms", "400000")));
    }

    [Fact]
    public void A_message_fits_the_producers_queue() =>
        Assert.Contains("from 100000 to 256000000", Assert.Single(Faults<KafkaOptions>(("Kafka:MaxMessageBytes", "1000000000"))), StringComparison.Ordinal);

    [Fact]
    public void Each_bad_limit_is_named()
    {
        var faults = Faults<IngestOptions>(("Ingest:MaxIdLength", "0"), ("Ingest:MaxBytes", "-1"), ("Ingest:RetryMaxMs", "5"), ("Ingest:EventSource", " "));

        Assert.Equal(
            [
                "Ingest:MaxIdLength is 0; it must be from 1 to 1000.",
                "Ingest:MaxBytes is -1; it must be from 1 to 100000000000.",
                "Ingest:EventSource is empty; give it a value.",
                "Ingest:RetryMaxMs is 5, below Ingest:RetryInitialMs, which is 100; raise it.",
            ],
            faults);
    }

    private static IEnumerable<string> Faults<T>(params (string Key, string Value)[] settings)
        where T : class, new() => SettingsSection.Of<T>().Faults(Configuration(settings));

    private static T Read<T>(params (string Key, string Value)[] settings)
        where T : class, new() => SettingsSection.Read<T>(Configuration(settings));

    private static IConfiguration Configuration((string Key, string Value)[] settings) =>
        new ConfigurationBuilder().AddInMemoryCollection(settings.Select(setting => KeyValuePair.Create(setting.Key, (string?)setting.Value))).Build();
}
