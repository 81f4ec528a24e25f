using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging.Abstractions;
using Microsoft.Extensions.Options;
using Moodstream.Ingest.Broker;
using Moodstream.Ingest.Hosting;
using Moodstream.Ingest.Kafka;
using Moodstream.Ingest.Options;
using Moodstream.Ingest.Status;

namespace Moodstream.Ingest.Tests.Hosting;

[Trait("Category", "Broker")]
public sealed class RegistrationTests
{
    [Fact]
    public void Without_a_server_the_embedded_broker_is_the_endpoint()
    {
        using var services = Services();
        var endpoint = services.GetRequiredService<KafkaEndpoint>();
        Assert.True(endpoint.IsEmbedded);
        Assert.Equal(services.GetRequiredService<EmbeddedBroker>().BootstrapServers, endpoint.BootstrapServers);
        var status = services.GetRequiredService<IngestMonitor>().Snapshot();
        Assert.Equal((IngestState.Stopped, endpoint.BootstrapServers, null), (status.State, status.BootstrapServers, status.Lag));
    }

    [Fact]
    public void A_server_of_the_settings_is_taken_with_its_client_properties()
    {
        using var services = Services(
            ("Kafka:BootstrapServers", "kafka:9092"), ("Kafka:Client:security.protocol", "SASL_SSL"), ("Kafka:Embedded:PostsPartitions", "3"), ("Ingest:MaxIdLength", "9"));
        Assert.Equal(new KafkaEndpoint("kafka:9092", false), services.GetRequiredService<KafkaEndpoint>());
        var kafka = services.GetRequiredService<IOptions<KafkaOptions>>().Value;
        Assert.Equal(("SASL_SSL", 3), (kafka.Client["security.protocol"], kafka.Embedded.PostsPartitions));
        Assert.Equal(9, services.GetRequiredService<IOptions<IngestOptions>>().Value.MaxIdLength);
    }

    [Fact]
    public void A_bad_setting_is_named_when_it_is_first_needed()
    {
        using var services = Services(("Kafka:BootstrapServers", "nonsense"));
        var failure = Assert.Throws<OptionsValidationException>(() => services.GetRequiredService<KafkaEndpoint>());
        Assert.StartsWith("Kafka:BootstrapServers is 'nonsense'", failure.Message, StringComparison.Ordinal);
    }

    private static ServiceProvider Services(params (string Key, string Value)[] settings) => new ServiceCollection()
        .AddLogging()
        .AddSingleton(NullLoggerFactory.Instance)
        .AddIngest(new ConfigurationBuilder().AddInMemoryCollection(settings.Select(static s => new KeyValuePair<string, string?>(s.Key, s.Value))).Build())
        .BuildServiceProvider();
}
