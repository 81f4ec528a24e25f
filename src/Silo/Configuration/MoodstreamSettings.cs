using Moodstream.Silo.Startup;

namespace Moodstream.Silo.Configuration;

/// <summary>Gathers the settings: later sources win over earlier ones.</summary>
internal static class MoodstreamSettings
{
    private const string FileName = "appsettings.json";
    private const string EnvironmentPrefix = "Moodstream__";

    /// <summary>
    /// Reads <c>appsettings.json</c> beside the program, then that of the working folder, then the environment
    /// (<c>Moodstream__Section__Key</c>), then the command line.
    /// </summary>
    /// <param name="commandLine">Settings from the command line.</param>
    /// <exception cref="StartupException">A file is no JSON, or a setting does not exist.</exception>
    public static IConfigurationRoot Load(IReadOnlyDictionary<string, string?> commandLine)
    {
        try
        {
            var settings = new ConfigurationBuilder()
                .AddJsonFile(Path.Combine(AppContext.BaseDirectory, FileName), optional: true)
                .AddJsonFile(Path.Combine(Environment.CurrentDirectory, FileName), optional: true)
                .AddEnvironmentVariables(EnvironmentPrefix)
                .AddInMemoryCollection(commandLine)
                .Build();
            KnownSettings.Check(settings.AsEnumerable().Where(setting => setting.Value is not null).Select(setting => setting.Key));
            return settings;
        }
        catch (InvalidDataException exception)
        {
            throw new StartupException($"A settings file cannot be read: {exception.Message} Correct its JSON.");
        }
    }
}
