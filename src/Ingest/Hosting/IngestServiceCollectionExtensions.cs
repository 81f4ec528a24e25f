using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.DependencyInjection.Extensions;
using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Options;
using Moodstream.Abstractions.Posts;
using Moodstream.Abstractions.Settings;
using Moodstream.Grains.Interfaces.Classifying;
using Moodstream.Grains.Interfaces.Emotions;
using Moodstream.Grains.Interfaces.Erasures;
using Moodstream.Grains.Interfaces.Timelines;
using Moodstream.Ingest.Broker;
using Moodstream.Ingest.Consuming;
using Moodstream.Ingest.Feeding;
using Moodstream.Ingest.Kafka;
using Moodstream.Ingest.Options;
using Moodstream.Ingest.Pipeline;
using Moodstream.Ingest.Publishing;
using Moodstream.Ingest.Redriving;
using Moodstream.Ingest.Status;

namespace Moodstream.Ingest.Hosting;

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
        services.AddValidated<KafkaOptions>(configuration);
        services.AddValidated<IngestOptions>(configuration);
        services.TryAddSingleton(TimeProvider.System);
        services.TryAddSingleton(static provider => new EmbeddedBroker(
            provider.GetRequiredService<IOptions<KafkaOptions>>().Value, provider.GetService<ILoggerFactory>()));
        services.TryAddSingleton(static provider =>
        {
            var options = provider.GetRequiredService<IOptions<KafkaOptions>>().Value;
            return options.UsesEmbeddedBroker
                ? new KafkaEndpoint(provider.GetRequiredService<EmbeddedBroker>().BootstrapServers, IsEmbedded: true)
                : new KafkaEndpoint(options.BootstrapServers!, IsEmbedded: false);
        });
        services.TryAddSingleton<IGroupMembers>(static provider => new GroupMembers(Kafka(provider), provider.GetRequiredService<KafkaEndpoint>()));
        services.TryAddSingleton(static provider => new PostParser(Ingest(provider).Limits()));
        services.TryAddSingleton(static provider => new DeadLetterBox(
            Kafka(provider), provider.GetRequiredService<KafkaEndpoint>(), provider.GetRequiredService<ILoggerFactory>()));
        return services;
    }

    /// <summary>
    /// Registers the consumer of posts and all that it needs, <see cref="AddKafka"/> included, but for the <see cref="IPostClassifier"/>
    /// and the <see cref="ITimelineWriter"/> of <c>Moodstream.Grains</c>. It calls grains as well, so call this after <c>UseOrleans</c>: hosted services stop in reverse order, and the
    /// consumer finishes its posts before the silo goes.
    /// </summary>
    /// <param name="services">The services.</param>
    /// <param name="configuration">Holds the sections <c>Kafka</c> and <c>Ingest</c>.</param>
    public static IServiceCollection AddIngest(this IServiceCollection services, IConfiguration configuration)
    {
        services.AddKafka(configuration);
        services.TryAddSingleton(static provider => new IngestMonitor(
            Kafka(provider), provider.GetRequiredService<KafkaEndpoint>(), Time(provider), provider.GetRequiredService<ILogger<IngestMonitor>>()));
        services.TryAddSingleton(static provider => new StreamEmotionFeed(
            provider.GetRequiredService<IClusterClient>(),
            provider.GetRequiredService<IStreamAudience>(),
            provider.GetRequiredService<ILogger<StreamEmotionFeed>>()));
        services.AddSingleton<IEmotionFeed>(static provider => provider.GetRequiredService<StreamEmotionFeed>());
        services.TryAddSingleton(static provider => new PostProcessing(
            Kafka(provider),
            Ingest(provider),
            provider.GetRequiredService<KafkaEndpoint>(),
            provider.GetRequiredService<IPostClassifier>(),
            provider.GetRequiredService<ITimelineWriter>(),
            provider.GetRequiredService<IErasedUsers>(),
            provider.GetServices<IEmotionFeed>(),
            provider.GetService<IPostPreviewer>(),
            provider.GetRequiredService<IngestMonitor>(),
            Time(provider),
            provider.GetRequiredService<ILoggerFactory>()));
        services.TryAddSingleton<IErasurePublisher>(static provider => new ErasurePublisher(provider.GetRequiredService<PostProcessing>().Events));
        services.TryAddSingleton<IEmotionPublisher>(static provider => new ClosingPublisher(
            provider.GetRequiredService<PostProcessing>().Events, provider.GetRequiredService<IErasedUsers>()));
        services.AddHostedService(static provider => new KafkaWatch(
            Kafka(provider), provider.GetRequiredService<KafkaEndpoint>(), provider.GetRequiredService<IngestMonitor>(), Time(provider)));
        services.AddHostedService(static provider => provider.GetRequiredService<StreamEmotionFeed>());
        services.AddHostedService(static provider => new PostConsumer(
            Kafka(provider),
            Ingest(provider),
            provider.GetRequiredService<KafkaEndpoint>(),
            provider.GetRequiredService<PostProcessing>(),
            provider.GetRequiredService<IngestMonitor>(),
            Time(provider),
            provider.GetRequiredService<ILoggerFactory>(),
            provider.GetService<IHostApplicationLifetime>(),
            provider.GetService<ConsumerName>()));
        return services;
    }

    private static KafkaOptions Kafka(IServiceProvider provider) => provider.GetRequiredService<IOptions<KafkaOptions>>().Value;

    private static IngestOptions Ingest(IServiceProvider provider) => provider.GetRequiredService<IOptions<IngestOptions>>().Value;

    private static TimeProvider Time(IServiceProvider provider) => provider.GetRequiredService<TimeProvider>();
}
