using Moodstream.Grains.Hosting;
using Moodstream.Grains.Models;
using Moodstream.Grains.Options;
using Moodstream.Silo.Startup;

namespace Moodstream.Silo.Models;

/// <summary>Makes the model a service, with what the API tells of bundles.</summary>
internal static class ModelExtensions
{
    /// <summary>Adds the model; <see cref="ServedModel.LoadAsync"/> has to run before the silo starts.</summary>
    /// <param name="services">The services.</param>
    /// <param name="configuration">Holds the section <c>Inference</c>.</param>
    /// <param name="options">Which bundle.</param>
    public static void AddModel(this IServiceCollection services, IConfiguration configuration, ModelsOptions options)
    {
        options.Path ??= ProgramFolders.Find("models");
        services.AddServedModel(configuration, options);
        services.AddSingleton<ModelLibrary>();
        services.AddSingleton<KnownLabels>();
    }
}
