using Moodstream.Inference.Models;
using Moodstream.Ingest.Feeding;
using Moodstream.Silo.Models;

namespace Moodstream.Silo.Quality;

/// <summary>Makes the measurement of what is published a service.</summary>
internal static class QualityExtensions
{
    /// <summary>Adds the measurement.</summary>
    /// <param name="services">The services.</param>
    public static void AddQuality(this IServiceCollection services)
    {
        services.AddSingleton(provider => new EmotionMetrics(
            provider.GetRequiredService<IEmotionModel>(),
            model =>
            {
                var (run, evaluation) = provider.GetRequiredService<ModelLibrary>().RecordsOf(model.Name);
                return Expectation.Read(run, evaluation, model.Version);
            },
            provider.GetRequiredService<TimeProvider>()));
        services.AddSingleton<IEmotionFeed>(provider => provider.GetRequiredService<EmotionMetrics>());
    }
}
