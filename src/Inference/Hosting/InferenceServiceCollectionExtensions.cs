using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.DependencyInjection;
using Moodstream.Abstractions.Settings;
using Moodstream.Inference.Bundles;
using Moodstream.Inference.Options;

namespace Moodstream.Inference.Hosting;

/// <summary>Registers this library with a host.</summary>
public static class InferenceServiceCollectionExtensions
{
    /// <summary>
    /// Binds <see cref="InferenceOptions"/> to the section <c>Inference</c> and validates them at start. The model itself is loaded by
    /// <see cref="ModelBundle"/>, since only the host knows which bundle is active.
    /// </summary>
    /// <param name="services">The host's services.</param>
    /// <param name="configuration">The host's whole configuration.</param>
    public static IServiceCollection AddInference(this IServiceCollection services, IConfiguration configuration) =>
        services.AddValidated<InferenceOptions>(configuration);
}
