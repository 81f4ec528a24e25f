using System.Text;
using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.Logging;
using Moodstream.Silo.Configuration;
using Moodstream.Silo.Startup;

namespace Moodstream.Silo.Tests.Configuration;

[Trait("Category", "Unit")]
public sealed class RenamedSettingsTests
{
    [Fact]
    public void An_old_name_works_from_a_file_the_environment_and_the_command_line()
    {
        const string Prefix = "MoodstreamRenamedSettingsTests__";
        Environment.SetEnvironmentVariable(Prefix + "Fusion__WindowMs", "12");
        try
        {
            Assert.Equal("11", MoodstreamSettings.Checked(File("""{ "Fusion": { "WindowMs": 11 } }"""))["Parts:WindowMs"]);
            Assert.Equal("12", MoodstreamSettings.Checked(new ConfigurationBuilder().AddEnvironmentVariables(Prefix))["Parts:WindowMs"]);
        }
        finally
        {
            Environment.SetEnvironmentVariable(Prefix + "Fusion__WindowMs", null);
        }

        Assert.Equal("13", MoodstreamSettings.Load(new Dictionary<string, string?> { ["fusion:windowms"] = "13" })["Parts:WindowMs"]);
    }

    [Fact]
    public void Every_old_name_is_unknown_by_itself_and_every_new_one_exists()
    {
        var names = KnownSettings.Sections.SelectMany(section => section.Settings).Select(setting => setting.Name).ToHashSet(StringComparer.OrdinalIgnoreCase);

        Assert.All(RenamedSettings.All, name => Assert.DoesNotContain(name.Key, names));
        Assert.All(RenamedSettings.All, name => Assert.Contains(name.Value, names));
    }

    [Fact]
    public void Both_names_at_once_are_an_error_wherever_they_stand()
    {
        var sources = File("""{ "Fusion": { "RetentionHours": 5 } }""").AddInMemoryCollection([new("Parts:RetentionHours", "6")]);

        var error = Assert.Throws<StartupException>(() => MoodstreamSettings.Checked(sources));

        Assert.Equal("Fusion:RetentionHours is the old name of Parts:RetentionHours, and both are set; remove Fusion:RetentionHours.", error.Message);
    }

    [Fact]
    public void An_impossible_value_is_told_by_the_new_name() =>
        Assert.Equal(
            "Parts:WindowMs is -1; it must be from 0 to 20000.",
            Assert.Throws<StartupException>(() => MoodstreamSettings.Load(new Dictionary<string, string?> { ["Fusion:WindowMs"] = "-1" })).Message);

    [Fact]
    public void A_name_that_never_was_is_still_unknown() =>
        Assert.Contains(
            "There is no setting Fusion:Window.",
            Assert.Throws<StartupException>(() => MoodstreamSettings.Load(new Dictionary<string, string?> { ["Fusion:Window"] = "1" })).Message,
            StringComparison.Ordinal);

    [Fact]
    public void A_warning_names_the_new_name()
    {
        using var log = new RecordedLog();

        RenamedSettings.Warn(MoodstreamSettings.Load(new Dictionary<string, string?> { ["Fusion:WindowMs"] = "5" }), log);
        RenamedSettings.Warn(MoodstreamSettings.Load(new Dictionary<string, string?> { ["Parts:RetentionHours"] = "5" }), log);

        Assert.Equal(["Warning: The setting Fusion:WindowMs is now called Parts:WindowMs; the old name still works, but change it."], log.Lines);
    }

    private static IConfigurationBuilder File(string json) =>
        new ConfigurationBuilder().AddJsonStream(new MemoryStream(Encoding.UTF8.GetBytes(json)));

    private sealed class RecordedLog : ILoggerFactory, ILogger
    {
        public List<string> Lines { get; } = [];

        public ILogger CreateLogger(string categoryName) => this;

        public void Log<TState>(LogLevel logLevel, EventId eventId, TState state, Exception? exception, Func<TState, Exception?, string> formatter) =>
            Lines.Add($"{logLevel}: {formatter(state, exception)}");

        public bool IsEnabled(LogLevel logLevel) => true;

        public IDisposable? BeginScope<TState>(TState state)
            where TState : notnull => null;

        public void AddProvider(ILoggerProvider provider)
        {
        }

        public void Dispose()
        {
        }
    }
}
