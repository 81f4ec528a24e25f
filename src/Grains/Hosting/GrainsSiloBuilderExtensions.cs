using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.DependencyInjection.Extensions;
using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Options;
using Moodstream.Abstractions.Settings;
using Moodstream.Grains.Credits;
using Moodstream.Grains.Encoders;
using Moodstream.Grains.Erasures;
using Moodstream.Grains.Feeds;
using Moodstream.Grains.Interfaces.Classifying;
using Moodstream.Grains.Interfaces.Emotions;
using Moodstream.Grains.Interfaces.Erasures;
using Moodstream.Grains.Interfaces.Timelines;
using Moodstream.Grains.Models;
using Moodstream.Grains.Options;
using Moodstream.Grains.Placement;
using Moodstream.Grains.Postgres;
using Moodstream.Grains.Posts;
using Moodstream.Grains.Routing;
using Moodstream.Grains.Storage;
using Moodstream.Grains.Timelines;
using Moodstream.Inference.Models;
using Moodstream.Inference.Options;
using Orleans.Configuration;
using Orleans.Placement;
using Orleans.Runtime.MembershipService.SiloMetadata;

namespace Moodstream.Grains.Hosting;

/// <summary>Puts Moodstream's grains into a silo.</summary>
public static class GrainsSiloBuilderExtensions
{
    /// <summary>Name of the storage in which Orleans keeps explicit subscriptions to streams.</summary>
    private const string SubscriptionStorage = "PubSubStore";

    /// <summary>Queues of the stream provider: batches are few, so that a handful keeps every core busy.</summary>
    private const int StreamQueues = 4;

    /// <summary>
    /// Adds the grains with all that they need: options (<see cref="TimelineOptions"/>, <see cref="PartsOptions"/>,
    /// <see cref="GrainsOptions"/>), placement by what silos announce, the stores, the stream
    /// <c>emotions</c>, and limits on queues. The services must hold the <see cref="ServedModel"/>
    /// (<see cref="ModelServiceCollectionExtensions.AddServedModel"/>), loaded before the silo starts.
    /// </summary>
    /// <param name="builder">The silo.</param>
    /// <param name="configuration">Where the sections are.</param>
    public static ISiloBuilder AddMoodstreamGrains(this ISiloBuilder builder, IConfiguration configuration)
    {
        var services = builder.Services;
        services.TryAddSingleton(TimeProvider.System);
        services.AddValidated<GrainsOptions>(configuration);
        services.AddValidated<PartsOptions>(configuration);
        services.AddValidated<TimelineOptions>(configuration);
        services.AddOptions<TimelineOptions>().Validate<IOptions<PartsOptions>>(
            static (timeline, parts) => timeline.Retention is not { } kept || kept >= TimeSpan.FromHours(parts.Value.RetentionHours),
            "Timeline:RetentionDays is shorter than Parts:RetentionHours, by which posts in parts would outlive it; raise the one or lower the other.");

        services.AddSingleton<ITimelineReader, TimelineReader>();
        services.AddSingleton<ITimelineWriter, TimelineWriter>();
        services.AddSingleton<IEncoderRoute, EncoderRoute>();
        services.AddSingleton<PostEncoder>();
        services.AddSingleton(provider => new PostJudge(
            provider.GetRequiredService<PostEncoder>(), provider.GetRequiredService<IGrainFactory>().GetGrain<IFusionClassifier>(0)));
        services.AddSingleton<PostClassifier>();
        services.AddSingleton<IPostClassifier>(provider => provider.GetRequiredService<PostClassifier>());
        services.AddSingleton<LivePosts>();
        services.AddSingleton<IFeedExchange, FeedExchange>();
        services.AddSingleton<ErasedUsers>();
        services.AddSingleton<IErasedUsers>(provider => provider.GetRequiredService<ErasedUsers>());
        services.AddSingleton<IUserMemory>(provider => provider.GetRequiredService<ErasedUsers>());
        services.AddSingleton<ILifecycleParticipant<ISiloLifecycle>, ModelGuard>();

        var timelines = SettingsSection.Read<TimelineOptions>(configuration);
        builder.AddPlacement(timelines);
        if (timelines.Enabled)
        {
            services.AddStores(timelines, configuration);
        }

        services.AddOptions<SiloMessagingOptions>().Configure<IOptions<GrainsOptions>>((messaging, grains) =>
        {
            messaging.MaxEnqueuedRequestsHardLimit = grains.Value.MaxQueuedRequests;
            messaging.MaxEnqueuedRequestsHardLimit_StatelessWorker = grains.Value.MaxQueuedRequests;
        });

        return builder
            .AddActivityPropagation()
            .AddMemoryGrainStorage(SubscriptionStorage)
            .AddMemoryStreams(EmotionStream.Provider, streams => streams.ConfigurePartitioning(StreamQueues));
    }

    /// <summary>
    /// Opens the embedded database where timelines are kept in one, ahead of the silo's start, which would do it otherwise: it takes half a second that
    /// need not be waited for.
    /// </summary>
    /// <param name="services">The services of the silo.</param>
    /// <exception cref="TimelineStoreException">It cannot be opened, is in use, or was written in another format.</exception>
    public static void OpenEmbeddedStores(this IServiceProvider services) => services.GetService<EmbeddedStores>()?.Open();

    private static void AddPlacement(this ISiloBuilder builder, TimelineOptions timelines)
    {
        var services = builder.Services;

        // The devices are known only once the model is loaded; the metadata are read when the silo starts, after this.
        var metadata = new Dictionary<string, string>();
        services.AddOptions<SiloMetadata>().Configure<IEmotionModel, ILocalSiloDetails, IOptions<InferenceOptions>, IServiceProvider>((_, model, silo, inference, provider) =>
            new SiloAnnouncement(
                silo.Name, inference.Value.OffersDevices ? [.. model.Devices.Select(device => device.Id)] : [], StoreOf(timelines, provider)).WriteTo(metadata));
        builder.UseSiloMetadata(metadata);

        services.AddSingleton<ISiloAnnouncements, SiloAnnouncements>();
        services.AddSingleton<ILifecycleParticipant<ISiloLifecycle>, TimelineGuard>();
        services.AddSingleton<IDeviceDirectory, DeviceDirectory>();
        services.TryAddSingleton<CreditTerms>();
        services.AddSingleton<DeviceCredits>();
        services.AddSingleton<IDeviceCredits>(provider => provider.GetRequiredService<DeviceCredits>());
        services.AddPlacementFilter<DevicePlacementFilter, DevicePlacementFilterDirector>(ServiceLifetime.Singleton);
        services.AddPlacementFilter<SiloPlacementFilter, SiloPlacementFilterDirector>(ServiceLifetime.Singleton);
        services.AddPlacementFilter<TimelinePlacementFilter, TimelinePlacementFilterDirector>(ServiceLifetime.Singleton);
    }

    private static string? StoreOf(TimelineOptions timelines, IServiceProvider provider) =>
        !timelines.Enabled ? null
        : timelines.IsPostgres ? provider.GetRequiredService<PostgresDatabase>().Identity
        : SiloAnnouncement.EmbeddedStore;

    private static void AddStores(this IServiceCollection services, TimelineOptions timelines, IConfiguration configuration)
    {
        services.AddSingleton<TimelineRetention>();
        if (timelines.IsPostgres)
        {
            services.AddPostgres(configuration);
            services.AddSingleton<IModelMemory, PostgresModelMemory>();
            services.AddSingleton<PostgresStores>();
            services.AddSingleton<IStores>(provider => provider.GetRequiredService<PostgresStores>());
            services.AddSingleton<ILifecycleParticipant<ISiloLifecycle>>(provider => provider.GetRequiredService<PostgresStores>());
        }
        else
        {
            services.AddSingleton(provider => new EmbeddedStores(
                () => EmbeddedDatabase.Open(provider.GetRequiredService<IOptions<TimelineOptions>>().Value),
                provider.GetRequiredService<TimelineRetention>(),
                provider.GetRequiredService<Orleans.Serialization.Serializer>(),
                provider.GetRequiredService<ILogger<EmbeddedStores>>()));
            services.AddSingleton<IStores>(provider => provider.GetRequiredService<EmbeddedStores>());
            services.AddSingleton<ILifecycleParticipant<ISiloLifecycle>>(provider => provider.GetRequiredService<EmbeddedStores>());
        }

        services.AddSingleton(provider => provider.GetRequiredService<IStores>().Timelines);
        services.AddSingleton(provider => provider.GetRequiredService<IStores>().Posts);
        services.AddSingleton(provider => provider.GetRequiredService<IStores>().Erasures);
        services.AddSingleton<PostClosing>();
        services.AddSingleton<ILifecycleParticipant<ISiloLifecycle>, PostSweeper>();
        services.AddSingleton<ILifecycleParticipant<ISiloLifecycle>, TimelineSweeper>();
    }
}
