using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.DependencyInjection.Extensions;
using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Options;

namespace Moodstream.Ingest;

/// <summary>Registers the way from Kafka and back.</summary>
public static class IngestServiceCollectionExtensions
{
    /// <summary>
    /// Registers <see cref="KafkaOptions"/>, <see cref="KafkaEndpoint"/> and, where no server is named, the
    /// <see cref="EmbeddedBroker"/>, which starts when the endpoint is first asked for.
    /// </summary>
    /// <param name="services">The services.</param>
    /// <param name="configuration">Holds the sections <c>Kafka</c> and <c>Ingest</c>.</param>
    public static IServiceCollection AddKafka(this IServiceCollection services, IConfiguration configuration)
    {
        ArgumentNullException.ThrowIfNull(services);
        ArgumentNullException.ThrowIfNull(configuration);
        services.TryAddSingleton(TimeProvider.System);
        services.AddOptions<KafkaOptions>().Bind(configuration.GetSection(KafkaOptions.Section)).ValidateOnStart();
        services.AddOptions<IngestOptions>().Bind(configuration.GetSection(IngestOptions.Section)).ValidateOnStart();
        services.TryAddSingleton<IValidateOptions<KafkaOptions>, KafkaOptionsValidator>();
        services.TryAddSingleton<IValidateOptions<IngestOptions>, IngestOptionsValidator>();
        services.TryAddSingleton(static provider => new EmbeddedBroker(
            provider.GetRequiredService<IOptions<KafkaOptions>>().Value, provider.GetService<ILoggerFactory>()));
        services.TryAddSingleton(static provider =>
        {
            var options = provider.GetRequiredService<IOptions<KafkaOptions>>().Value;
            return options.UsesEmbeddedBroker
                ? new KafkaEndpoint(provider.GetRequiredService<EmbeddedBroker>().BootstrapServers, IsEmbedded: true)
                : new KafkaEndpoint(options.BootstrapServers!, IsEmbedded: false);
        });
        services.TryAddSingleton(static provider => new PostParser(provider.GetRequiredService<IOptions<IngestOptions>>().Value));
        return services;
    }
}
