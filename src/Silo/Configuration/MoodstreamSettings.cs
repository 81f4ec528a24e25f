using Moodstream.Silo.Startup;

namespace Moodstream.Silo.Configuration;

/// <summary>Gathers the settings: later sources win over earlier ones.</summary>
internal static class MoodstreamSettings
{
    private const string FileName = "appsettings.json";
    private const string EnvironmentPrefix = "Moodstream__";
    private const string SecretsPath = "Secrets:Path";

    /// <summary>
    /// Reads <c>appsettings.json</c> beside the program, then that of the working folder, then the environment
    /// (<c>Moodstream__Section__Key</c>, and the framework's own settings as everywhere, such as
    /// <c>Logging__Console__FormatterName</c>), then the files in <c>Secrets:Path</c>, then the command line, and checks them.
    /// </summary>
    /// <param name="commandLine">Settings from the command line.</param>
    /// <exception cref="StartupException">A file is no JSON, a setting does not exist, or a value is impossible.</exception>
    public static IConfigurationRoot Load(IReadOnlyDictionary<string, string?> commandLine)
    {
        try
        {
            var secrets = Sources().AddInMemoryCollection(commandLine).Build()[SecretsPath];
            var sources = secrets is { Length: > 0 } ? Sources().AddKeyPerFile(Path.GetFullPath(secrets), optional: false) : Sources();
            return Checked(sources.AddInMemoryCollection(commandLine));
        }
        catch (DirectoryNotFoundException exception)
        {
            throw new StartupException($"{SecretsPath} names a folder that is not there: {exception.Message}");
        }
        catch (InvalidDataException exception)
        {
            throw new StartupException($"A settings file cannot be read: {exception.Message} Correct its JSON.");
        }
    }

    private static IConfigurationBuilder Sources() => new ConfigurationBuilder()
        .AddJsonFile(Path.Combine(AppContext.BaseDirectory, FileName), optional: true)
        .AddJsonFile(Path.Combine(Environment.CurrentDirectory, FileName), optional: true)
        .AddInMemoryCollection(OfFramework(new ConfigurationBuilder().AddEnvironmentVariables().Build()))
        .AddEnvironmentVariables(EnvironmentPrefix);

    private static IEnumerable<KeyValuePair<string, string?>> OfFramework(IConfigurationRoot environment) => environment.AsEnumerable()
        .Where(setting => setting.Value is not null && KnownSettings.Open.Contains(setting.Key.Split(':')[0], StringComparer.OrdinalIgnoreCase));

    /// <summary>Builds a configuration, gives settings their new names and checks all.</summary>
    /// <param name="sources">Where the settings stand.</param>
    /// <exception cref="StartupException">A setting does not exist, is given by both its names, or its value is impossible.</exception>
    internal static IConfigurationRoot Checked(IConfigurationBuilder sources)
    {
        var given = sources.Build();
        KnownSettings.CheckNames(given.AsEnumerable()
            .Where(setting => setting.Value is not null && !RenamedSettings.All.ContainsKey(setting.Key))
            .Select(setting => setting.Key));
        var settings = new ConfigurationBuilder().AddConfiguration(given).AddInMemoryCollection(RenamedSettings.ByNewName(given)).Build();
        KnownSettings.CheckValues(settings);
        SettingsTogether.Check(settings);
        return settings;
    }
}
