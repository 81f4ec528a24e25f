using Moodstream.Silo.Configuration;
using Moodstream.Silo.Startup;

namespace Moodstream.Silo.Tests.Configuration;

[Trait("Category", "Unit")]
public sealed class SecretsTests
{
    [Fact]
    public void A_setting_can_stand_in_a_file_of_its_own_and_the_command_line_wins_over_it()
    {
        var folder = Directory.CreateTempSubdirectory("moodstream-secrets-").FullName;
        try
        {
            File.WriteAllText(Path.Combine(folder, "Cluster__ClusterId"), "from-a-file\n");
            File.WriteAllText(Path.Combine(folder, "Cluster__ServiceId"), "from-a-file\n");

            var settings = MoodstreamSettings.Load(new Dictionary<string, string?> { ["Secrets:Path"] = folder, ["Cluster:ServiceId"] = "from-the-command-line" });

            Assert.Equal("from-a-file", settings["Cluster:ClusterId"]);
            Assert.Equal("from-the-command-line", settings["Cluster:ServiceId"]);
            File.WriteAllText(Path.Combine(folder, "Cluster__Rediss"), "x");
            Assert.Contains("Cluster:Redis", Assert.Throws<StartupException>(() => Load(folder)).Message, StringComparison.Ordinal);
        }
        finally
        {
            Directory.Delete(folder, recursive: true);
        }
    }

    [Fact]
    public void A_folder_that_is_not_there_ends_the_start_with_one_line() =>
        Assert.Contains("Secrets:Path", Assert.Throws<StartupException>(() => Load("/nowhere/secrets")).Message, StringComparison.Ordinal);

    private static void Load(string folder) => MoodstreamSettings.Load(new Dictionary<string, string?> { ["Secrets:Path"] = folder });
}
