using Moodstream.Silo.Configuration;
using Moodstream.TestKit;

namespace Moodstream.Silo.Tests.Configuration;

[Trait("Category", "Unit")]
public sealed class SettingsTableTests
{
    private const string Command = "UPDATE_DOCS=1 dotnet test tests/Silo.Tests --filter FullyQualifiedName~SettingsTable";
    private const string Begin = "<!-- settings: begin; written by " + Command + " -->\n";
    private const string End = "<!-- settings: end -->\n";

    [Fact]
    public void Operations_shows_every_setting_as_the_code_declares_it()
    {
        var path = Path.Combine(Repository.Root, "docs", "operations.md");
        var document = File.ReadAllText(path);
        var begin = document.IndexOf(Begin, StringComparison.Ordinal) + Begin.Length;
        var end = document.IndexOf(End, StringComparison.Ordinal);
        Assert.True(begin >= Begin.Length && end >= begin, $"docs/operations.md lacks the lines {Begin}{End}");

        var expected = SettingsTable.Write(KnownSettings.Sections);
        if (document[begin..end] == expected)
        {
            return;
        }

        Assert.True(
            Environment.GetEnvironmentVariable("UPDATE_DOCS") == "1",
            $"The table of settings in docs/operations.md differs from the code. Write it anew with: {Command}");
        File.WriteAllText(path, document[..begin] + expected + document[end..]);
    }
}
