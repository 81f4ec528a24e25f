using Microsoft.Extensions.Options;
using Moodstream.Grains.Erasures;
using Moodstream.Grains.Feeds;
using Moodstream.Inference.Options;
using Moodstream.Inference.Vision;
using Moodstream.Ingest.Feeding;
using Moodstream.Silo.Configuration.Options;

namespace Moodstream.Silo.Live;

/// <summary>Makes the live feed a service.</summary>
internal static class LiveExtensions
{
    /// <summary>Longest side of a small picture: twice what the cards show, for screens with small pixels.</summary>
    private const int ThumbnailPixels = 240;

    /// <summary>Adds the live feed.</summary>
    /// <param name="services">The services.</param>
    /// <param name="options">Size of the ring, heartbeats, number of readers.</param>
    public static void AddLive(this IServiceCollection services, LiveOptions options)
    {
        services.AddSingleton(Options.Create(options));
        if (options.ShowText == true || options.ShowPictures == true)
        {
            services.AddSingleton(provider => new PictureDecoder(provider.GetRequiredService<IOptions<InferenceOptions>>().Value.Pictures));
            services.AddSingleton(provider => new ThumbnailMaker(provider.GetRequiredService<PictureDecoder>(), ThumbnailPixels));
            services.AddSingleton<PostPreviewer>();
            services.AddSingleton<IPostPreviewer>(provider => provider.GetRequiredService<PostPreviewer>());
            services.AddSingleton<IUserMemory>(provider => provider.GetRequiredService<PostPreviewer>());
        }

        services.AddSingleton<EmotionFeed>();
        services.AddSingleton<EmotionTrend>();
        services.AddSingleton<FeedTicks>();
        services.AddSingleton<FeedSeats>();
        services.AddSingleton<IUserMemory>(provider => provider.GetRequiredService<EmotionFeed>());
        services.AddSingleton<FeedReader>();
        services.AddSingleton<LiveFeed>();
        services.AddSingleton<IEmotionFeed>(provider => provider.GetRequiredService<LiveFeed>());
        services.AddSingleton<IFeedReceiver>(provider => provider.GetRequiredService<LiveFeed>());
        services.AddSingleton<StreamAudience>();
        services.AddSingleton<IStreamAudience>(provider => provider.GetRequiredService<StreamAudience>());
        services.AddHostedService(provider => provider.GetRequiredService<StreamAudience>());
        services.AddHostedService<LiveFeedService>();
        services.AddHostedService<FeedTicker>();
    }
}
