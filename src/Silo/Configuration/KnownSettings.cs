using Moodstream.Abstractions.Settings;
using Moodstream.Grains.Options;
using Moodstream.Inference.Options;
using Moodstream.Ingest.Options;
using Moodstream.Silo.Configuration.Options;
using Moodstream.Silo.Startup;

namespace Moodstream.Silo.Configuration;

/// <summary>The settings that exist, so that a mistyped or impossible one is an error and not silence.</summary>
internal static class KnownSettings
{
    /// <summary>Addresses of the HTTP server.</summary>
    public const string Urls = "urls";

    /// <summary>Sections of the framework, whose keys are open.</summary>
    public static readonly string[] Open = ["Logging", "Kestrel"];

    /// <summary>The sections of this program.</summary>
    public static IReadOnlyList<SettingsSection> Sections { get; } =
    [
        SettingsSection.Of<KafkaOptions>(),
        SettingsSection.Of<IngestOptions>(),
        SettingsSection.Of<InferenceOptions>(),
        SettingsSection.Of<ModelsOptions>(),
        SettingsSection.Of<PartsOptions>(),
        SettingsSection.Of<TimelineOptions>(),
        SettingsSection.Of<PostgresOptions>(),
        SettingsSection.Of<GrainsOptions>(),
        SettingsSection.Of<ClusteringOptions>(),
        SettingsSection.Of<HttpOptions>(),
        SettingsSection.Of<AuthOptions>(),
        SettingsSection.Of<SecretsOptions>(),
        SettingsSection.Of<LiveOptions>(),
        SettingsSection.Of<DemoOptions>(),
    ];

    private static readonly List<Setting> All = [.. Sections.SelectMany(section => section.Settings)];

    private static readonly List<string> Names = [Urls, .. All.Select(setting => setting.Name)];

    private static readonly List<string> Prefixes = [.. Open, .. All.Where(setting => setting.IsOpen).Select(setting => setting.Name)];

    /// <summary>Checks names of settings.</summary>
    /// <param name="keys">Configuration keys, such as <c>Kafka:BootstrapServers</c>.</param>
    /// <exception cref="StartupException">Some of them do not exist.</exception>
    public static void CheckNames(IEnumerable<string> keys)
    {
        var unknown = keys.Where(key => !Exists(key)).Select(key => $"There is no setting {key}.{Suggestion.For(key, Names)}").ToList();
        if (unknown.Count > 0)
        {
            throw new StartupException($"{string.Join(' ', unknown)} See docs/operations.md.", StartupException.Usage);
        }
    }

    /// <summary>Checks the values of all sections.</summary>
    /// <param name="settings">The settings.</param>
    /// <exception cref="StartupException">Some are impossible; the message names each.</exception>
    public static void CheckValues(IConfiguration settings)
    {
        var faults = Sections.SelectMany(section => section.Faults(settings)).ToList();
        if (faults.Count > 0)
        {
            throw new StartupException(string.Join(' ', faults).ReplaceLineEndings(" "));
        }
    }

    private static bool Exists(string key) =>
        Names.Contains(key, StringComparer.OrdinalIgnoreCase)
        || Prefixes.Any(prefix => key.StartsWith(prefix + ":", StringComparison.OrdinalIgnoreCase)
            || key.Equals(prefix, StringComparison.OrdinalIgnoreCase));
}
