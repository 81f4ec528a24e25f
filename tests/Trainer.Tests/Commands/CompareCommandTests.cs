using System.Text.Json;
using System.Xml.Linq;
using Moodstream.TestKit;
using Moodstream.Trainer.Commands;
using Moodstream.Trainer.Recipes;

namespace Moodstream.Trainer.Tests.Commands;

[Trait("Category", "Training")]
public sealed class CompareCommandTests : IDisposable
{
    private readonly TemporaryFolder _folder = new();

    public void Dispose() => _folder.Dispose();

    [Fact]
    public async Task Compare_leaves_one_page_that_needs_nothing_else_the_tables_and_the_figures()
    {
        var table = ToyPosts.WriteTable(_folder, 24, withPictures: true);
        var folder = _folder.File("report");

        var code = await CommandLine.RunAsync(
            [
                "compare", "--data", table, "--text", "text", "--image", "image", "--label", "mood", "--split", "split",
                "--seeds", "2", "--set", "epochs=3", "--cache", _folder.File("cache"), "--out", folder,
            ],
            TestContext.Current.CancellationToken);

        Assert.Equal(0, code);
        var page = await File.ReadAllTextAsync(Path.Combine(folder, "report.html"), TestContext.Current.CancellationToken);
        Assert.DoesNotContain("<script", page, StringComparison.Ordinal);
        Assert.DoesNotContain("href=", page, StringComparison.Ordinal);
        Assert.All(page.Split("src=").Skip(1), source => Assert.StartsWith("\"data:image/jpeg;base64,", source, StringComparison.Ordinal));
        foreach (var drawing in page.Split("<svg").Skip(1).Select(part => "<svg" + part[..(part.IndexOf("</svg>", StringComparison.Ordinal) + 6)]))
        {
            Assert.NotEmpty(XElement.Parse(drawing).Elements());
        }

        var tables = await File.ReadAllTextAsync(Path.Combine(folder, "report.md"), TestContext.Current.CancellationToken);
        Assert.All(ModelKind.All, kind => Assert.Contains($"| {kind.Name} |", tables, StringComparison.Ordinal));
        using var record = JsonDocument.Parse(await File.ReadAllTextAsync(Path.Combine(folder, "compare.json"), TestContext.Current.CancellationToken));
        var models = record.RootElement.GetProperty("models");
        Assert.Equal(ModelKind.All.Select(kind => kind.Name), models.EnumerateObject().Select(model => model.Name));
        Assert.True(models.GetProperty("late").GetProperty("test").TryGetProperty("image only", out _));
        Assert.False(models.GetProperty("text").GetProperty("test").TryGetProperty("image only", out _));
        Assert.Equal(3, record.RootElement.GetProperty("regret").GetArrayLength());
    }
}
