using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Options;
using Moodstream.Grains.Models;
using Moodstream.Grains.Options;
using Moodstream.Inference.Hosting;
using Moodstream.Inference.Models;

namespace Moodstream.Grains.Hosting;

/// <summary>Makes the model a service.</summary>
public static class ModelServiceCollectionExtensions
{
    /// <summary>Adds the model that a silo serves; <see cref="ServedModel.LoadAsync"/> has to run before the silo starts.</summary>
    /// <param name="services">The services.</param>
    /// <param name="configuration">Holds the section <c>Inference</c>.</param>
    /// <param name="options">Where the bundles are, and which one to begin with.</param>
    public static IServiceCollection AddServedModel(this IServiceCollection services, IConfiguration configuration, ModelsOptions options)
    {
        services.AddInference(configuration);
        services.AddSingleton<IOptions<ModelsOptions>>(new OptionsWrapper<ModelsOptions>(options));
        services.AddSingleton<BundleFolder>();
        services.AddSingleton(provider => new ServedModel(
            provider.GetRequiredService<BundleFolder>().LoadAsync,
            provider.GetRequiredService<IOptions<ModelsOptions>>(),
            provider.GetService<IModelMemory>() ?? new ActiveModelFile(provider.GetRequiredService<IOptions<TimelineOptions>>()),
            provider.GetRequiredService<TimeProvider>(),
            provider.GetRequiredService<ILogger<ServedModel>>()));
        services.AddSingleton<IEmotionModel>(provider => provider.GetRequiredService<ServedModel>());
        return services;
    }
}
