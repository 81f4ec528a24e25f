using Microsoft.Extensions.Options;

namespace Moodstream.Silo;

/// <summary>Makes the live feed a service.</summary>
internal static class LiveExtensions
{
    /// <summary>Adds the live feed.</summary>
    /// <param name="services">The services.</param>
    /// <param name="options">Size of the ring, heartbeats, number of readers.</param>
    public static void AddLive(this IServiceCollection services, LiveOptions options)
    {
        services.AddSingleton(Options.Create(options));
        services.AddSingleton<EmotionFeed>();
        services.AddSingleton<FeedSeats>();
        services.AddSingleton<FeedReader>();
        services.AddHostedService<LiveFeedService>();
    }
}
