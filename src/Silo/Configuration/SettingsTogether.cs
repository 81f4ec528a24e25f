using Moodstream.Abstractions.Settings;
using Moodstream.Grains.Options;
using Moodstream.Ingest.Options;
using Moodstream.Silo.Configuration.Options;
using Moodstream.Silo.Startup;

namespace Moodstream.Silo.Configuration;

/// <summary>What settings of several sections ask of each other.</summary>
internal static class SettingsTogether
{
    /// <summary>Longest id, in UTF-16 characters, of which two fit into a key of PostgreSQL's, whatever they are written in.</summary>
    private const int MaxIdLengthInPostgres = 400;

    /// <summary>Checks settings that are possible each by itself.</summary>
    /// <param name="settings">The settings.</param>
    /// <exception cref="StartupException">They are not possible together.</exception>
    public static void Check(IConfiguration settings)
    {
        var timelines = SettingsSection.Read<TimelineOptions>(settings);
        var isStore = timelines.Enabled && timelines.IsPostgres;
        var isMembership = SettingsSection.Read<ClusteringOptions>(settings).IsPostgres;
        if ((isStore || isMembership) && string.IsNullOrWhiteSpace(SettingsSection.Read<PostgresOptions>(settings).ConnectionString))
        {
            throw new StartupException(
                $"Postgres:ConnectionString is empty, but {(isStore ? "Timeline:Store" : "Cluster:Membership")} is postgres; set it to Host=…;Database=…;Username=….");
        }

        var longest = SettingsSection.Read<IngestOptions>(settings).MaxIdLength;
        if (isStore && longest > MaxIdLengthInPostgres)
        {
            throw new StartupException($"Ingest:MaxIdLength is {longest}, but Timeline:Store=postgres takes ids of at most {MaxIdLengthInPostgres} characters; lower it.");
        }
    }
}
