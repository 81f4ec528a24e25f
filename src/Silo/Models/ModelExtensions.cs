using Microsoft.Extensions.Options;
using Moodstream.Grains.Models;
using Moodstream.Inference.Hosting;
using Moodstream.Inference.Models;

namespace Moodstream.Silo.Models;

/// <summary>Makes the model a service.</summary>
internal static class ModelExtensions
{
    /// <summary>Adds the model; <see cref="ServedModel.LoadAsync"/> has to run before it is used.</summary>
    /// <param name="services">The services.</param>
    /// <param name="configuration">Holds the section <c>Inference</c>.</param>
    /// <param name="options">Which bundle.</param>
    public static void AddModel(this IServiceCollection services, IConfiguration configuration, ModelsOptions options)
    {
        services.AddInference(configuration);
        services.AddSingleton(Options.Create(options));
        services.AddSingleton<ModelLibrary>();
        services.AddSingleton<IModelSource, BundleSource>();
        services.AddSingleton<ActiveModelFile>();
        services.AddSingleton<ServedModel>();
        services.AddSingleton<IModelSwitch>(provider => provider.GetRequiredService<ServedModel>());
        services.AddSingleton<IEmotionModel>(provider => provider.GetRequiredService<ServedModel>());
    }
}
