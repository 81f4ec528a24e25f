using Moodstream.Abstractions.Posts;
using Moodstream.Ingest.Options;

namespace Moodstream.Ingest.Tests.Hosting;

public sealed class OptionsTests
{
    [Fact]
    public void Defaults_are_valid()
    {
        Assert.True(new KafkaOptionsValidator().Validate(null, new KafkaOptions()).Succeeded);
        Assert.True(new IngestOptionsValidator().Validate(null, new IngestOptions()).Succeeded);
    }

    [Fact]
    public void Posts_are_as_large_as_the_limits_of_the_format_say() => Assert.Equal(new PostLimits(), new IngestOptions().Limits());

    [Theory]
    [InlineData("localhost")]
    [InlineData("localhost:0")]
    [InlineData("localhost:70000")]
    [InlineData("a:9092,b")]
    public void A_server_without_a_port_is_refused(string servers)
    {
        var result = new KafkaOptionsValidator().Validate(null, new KafkaOptions { BootstrapServers = servers });
        Assert.StartsWith("Kafka:BootstrapServers has", result.FailureMessage, StringComparison.Ordinal);
    }

    [Fact]
    public void Properties_that_the_guarantee_rests_on_cannot_be_overridden()
    {
        var result = new KafkaOptionsValidator().Validate(null, new KafkaOptions { Client = { ["enable.auto.commit"] = "true" } });
        Assert.StartsWith("Kafka:Client:enable.auto.commit is set by Moodstream itself", result.FailureMessage, StringComparison.Ordinal);
    }

    [Fact]
    public void Topics_must_differ() =>
        Assert.True(new KafkaOptionsValidator().Validate(null, new KafkaOptions { EventsTopic = "social-posts" }).Failed);

    [Fact]
    public void Each_bad_limit_is_named()
    {
        var result = new IngestOptionsValidator().Validate(null, new IngestOptions { MaxIdLength = 0, RetryMaxMs = 5, EventSource = " " });
        Assert.Contains("Ingest:MaxIdLength is 0", result.FailureMessage, StringComparison.Ordinal);
        Assert.Contains("Ingest:RetryMaxMs is below Ingest:RetryInitialMs", result.FailureMessage, StringComparison.Ordinal);
        Assert.Contains("Ingest:EventSource", result.FailureMessage, StringComparison.Ordinal);
    }
}
