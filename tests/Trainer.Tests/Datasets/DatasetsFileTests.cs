using Moodstream.TestKit;
using Moodstream.Trainer.Datasets;
using Moodstream.Trainer.Errors;

namespace Moodstream.Trainer.Tests.Datasets;

[Trait("Category", "Unit")]
public sealed class DatasetsFileTests : IDisposable
{
    private readonly TemporaryFolder _folder = new();

    public void Dispose() => _folder.Dispose();

    [Fact]
    public void Paths_start_from_the_files_own_folder()
    {
        var file = _folder.Write(
            "datasets.json",
            """{ "labels": ["joy", "fear"], "sources": [ { "name": "a", "path": "a.csv", "text": ["t"], "label": "l", "labels": { "happy": "joy" } } ] }""");

        var datasets = DatasetsFile.Read(file);

        var source = Assert.Single(datasets.Sources);
        Assert.Equal(_folder.File("a.csv"), source.Path);
        Assert.Equal("joy", source.Labels["happy"]);
        Assert.Equal(["joy", "fear"], datasets.Labels);
    }

    [Theory]
    [InlineData("""{ "sources": [] }""", "has no sources")]
    [InlineData("""{ "sources": [ { "name": "a", "path": "a.csv", "texts": ["t"] } ] }""", "texts")]
    [InlineData("""{ "sources": [ { "name": "a", "path": "a.csv", "repeat": 0 } ] }""", "'repeat' of source 'a' is 0")]
    [InlineData("{", "--datasets")]
    public void Mistakes_in_the_file_are_named(string json, string part)
    {
        var error = Assert.Throws<TrainerException>(() => DatasetsFile.Read(_folder.Write("datasets.json", json)));

        Assert.Contains(part, error.Message, StringComparison.Ordinal);
        Assert.DoesNotContain('\n', error.Message);
    }
}
