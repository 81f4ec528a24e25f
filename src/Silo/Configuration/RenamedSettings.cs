using Moodstream.Silo.Startup;

namespace Moodstream.Silo.Configuration;

/// <summary>Old names of settings, which go on working.</summary>
internal static partial class RenamedSettings
{
    /// <summary>Old and new names.</summary>
    public static IReadOnlyDictionary<string, string> All { get; } = new Dictionary<string, string>(StringComparer.OrdinalIgnoreCase)
    {
        ["Fusion:WindowMs"] = "Parts:WindowMs",
        ["Fusion:RetentionHours"] = "Parts:RetentionHours",
        ["Inference:Pictures:DecodeTimeoutMs"] = "Inference:Pictures:MaxCpuMs",
    };

    /// <summary>The values that are given by old names, by their new ones.</summary>
    /// <param name="settings">The settings.</param>
    /// <exception cref="StartupException">A setting is given by both its names.</exception>
    public static IReadOnlyDictionary<string, string?> ByNewName(IConfiguration settings)
    {
        var given = Given(settings).ToList();
        var twice = given.Where(name => settings[name.New] is not null).Select(name => $"{name.Old} is the old name of {name.New}, and both are set; remove {name.Old}.").ToList();
        return twice.Count == 0
            ? given.ToDictionary(name => name.New, name => settings[name.Old])
            : throw new StartupException(string.Join(' ', twice), StartupException.Usage);
    }

    /// <summary>Tells the operator of settings that are given by old names.</summary>
    /// <param name="settings">The settings.</param>
    /// <param name="loggers">The log.</param>
    public static void Warn(IConfiguration settings, ILoggerFactory loggers)
    {
        var logger = loggers.CreateLogger(typeof(RenamedSettings));
        foreach (var (old, @new) in Given(settings))
        {
            LogRenamed(logger, old, @new);
        }
    }

    private static IEnumerable<(string Old, string New)> Given(IConfiguration settings) =>
        All.Where(name => settings[name.Key] is not null).Select(name => (name.Key, name.Value));

    [LoggerMessage(LogLevel.Warning, "The setting {Old} is now called {New}; the old name still works, but change it.")]
    private static partial void LogRenamed(ILogger logger, string old, string @new);
}
