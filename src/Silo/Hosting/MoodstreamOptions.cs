using Microsoft.Extensions.Options;
using Moodstream.Abstractions.Settings;
using Moodstream.Grains.Options;
using Moodstream.Silo.Configuration.Options;

namespace Moodstream.Silo.Hosting;

/// <summary>The host's own settings, which shape what it is put together from and so are needed before there are services.</summary>
/// <param name="Models">Section <c>Models</c>.</param>
/// <param name="Clustering">Section <c>Cluster</c>.</param>
/// <param name="Http">Section <c>Http</c>.</param>
/// <param name="Auth">Section <c>Auth</c>.</param>
/// <param name="Live">Section <c>Live</c>.</param>
/// <param name="Demo">Section <c>Demo</c>.</param>
internal sealed record MoodstreamOptions(ModelsOptions Models, ClusteringOptions Clustering, HttpOptions Http, AuthOptions Auth, LiveOptions Live, DemoOptions Demo)
{
    /// <summary>Reads and checks the settings.</summary>
    /// <param name="configuration">The settings.</param>
    /// <exception cref="OptionsValidationException">Some are impossible; the failures name them.</exception>
    public static MoodstreamOptions Read(IConfiguration configuration) => new(
        SettingsSection.Read<ModelsOptions>(configuration),
        SettingsSection.Read<ClusteringOptions>(configuration),
        SettingsSection.Read<HttpOptions>(configuration),
        SettingsSection.Read<AuthOptions>(configuration),
        SettingsSection.Read<LiveOptions>(configuration),
        SettingsSection.Read<DemoOptions>(configuration));
}
