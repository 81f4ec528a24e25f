using System.Text.Json;
using System.Text.Json.Nodes;
using Microsoft.Extensions.Logging.Abstractions;
using Microsoft.Extensions.Options;
using Moodstream.Grains.Models;
using Moodstream.Grains.Options;
using Moodstream.Inference.Models;
using Moodstream.Inference.Options;
using Moodstream.Silo.Models;
using Moodstream.TestKit;

namespace Moodstream.Silo.Tests.Models;

[Trait("Category", "Unit")]
public sealed class ModelLibraryTests : IDisposable
{
    private readonly DirectoryInfo _folder = Directory.CreateTempSubdirectory("moodstream-models-");
    private readonly BundleFolder _bundles;

    public ModelLibraryTests() => _bundles = new BundleFolder(
        Options.Create(new ModelsOptions { Path = _folder.FullName }),
        Options.Create(new InferenceOptions()),
        TimeProvider.System,
        NullLoggerFactory.Instance);

    private static CancellationToken Token => TestContext.Current.CancellationToken;

    public void Dispose() => _folder.Delete(recursive: true);

    [Theory]
    [InlineData("../default")]
    [InlineData("..")]
    [InlineData("a/b")]
    [InlineData("")]
    [InlineData("default\n")]
    [InlineData(".hidden")]
    public void A_name_never_leads_out_of_the_folder_of_models(string name)
    {
        Assert.False(_bundles.Has(name));
        Assert.Throws<ModelBundleException>(() => _bundles.Of(name));
    }

    [Fact]
    public async Task A_bundle_that_cannot_be_read_is_listed_with_the_reason_and_other_folders_are_not_listed()
    {
        _folder.CreateSubdirectory("notes");
        await File.WriteAllTextAsync(Path.Combine(_folder.CreateSubdirectory("broken").FullName, "bundle.json"), "{}", Token);

        var described = Assert.Single(await new ModelLibrary(_bundles).DescribeAsync("default", Token));

        Assert.Equal(("broken", false), (described.Name, described.IsActive));
        Assert.Contains("no manifest", described.Problem, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("bundle.json")]
    [InlineData("run.json")]
    public async Task Whatever_one_bundle_says_the_list_is_told_and_its_problem_is_one_line(string file)
    {
        var original = Repository.Bundle();
        Assert.SkipUnless(File.Exists(Path.Combine(original, file)), "The bundle that comes with the program is not there.");
        var folder = _folder.CreateSubdirectory("odd").FullName;
        File.Copy(Path.Combine(original, "bundle.json"), Path.Combine(folder, "bundle.json"));
        var text = await File.ReadAllTextAsync(Path.Combine(original, file), Token);
        string[] oddities = ["null", "[null]", "[]", "{}", "-1", "1e999", "9223372036854775807", "\"\"", "\"\\u0000\"", "[[1e300]]"];
        var random = new Random(20260203);
        for (var i = 0; i < 200; i++)
        {
            var root = JsonNode.Parse(text)!;
            var node = root;
            while (Children(node) is { Length: > 0 } children && (node == root || random.Next(4) > 0))
            {
                node = children[random.Next(children.Length)];
            }

            node.ReplaceWith(JsonNode.Parse(oddities[i % oddities.Length]));
            await File.WriteAllTextAsync(Path.Combine(folder, file), root.ToJsonString(), Token);

            var described = Assert.Single(await new ModelLibrary(_bundles).DescribeAsync("default", Token));

            Assert.DoesNotContain('\n', described.Problem ?? string.Empty);
            Assert.NotEmpty(JsonSerializer.Serialize(described, JsonSerializerOptions.Web));
        }

        static JsonNode[] Children(JsonNode node) => node switch
        {
            JsonObject some => [.. some.Select(member => member.Value).OfType<JsonNode>()],
            JsonArray list => [.. list.OfType<JsonNode>()],
            _ => [],
        };
    }

    [Fact]
    public void Figures_and_calibration_are_read_as_far_as_the_record_of_the_training_has_them()
    {
        using var run = JsonDocument.Parse("""
            {"test":{"posts":10,"accuracy":{"mean":0.7},"macroF1":{"mean":0.6}},"testImageOnly":null,
             "calibration":{"eceAfter":0.02,"bins":[{"confidence":0.4,"accuracy":0.5,"posts":3}]}}
            """);
        using var evaluation = JsonDocument.Parse("""{"model":{"version":"v2"},"calibrationError":0.01,"bins":[{"confidence":0.9,"accuracy":0.8,"posts":5}]}""");
        using var none = JsonDocument.Parse("{}");

        var figures = ModelFigures.Read(run.RootElement);
        Assert.Equal((10, 0.7, 0.6, null, null), (figures.Examples, figures.Accuracy, figures.MacroF1, figures.TextOnlyAccuracy, figures.ImageOnlyAccuracy));
        Assert.Empty(figures.Intervals);
        Assert.Equal([new CalibrationBin(0.4, 0.5, 3)], ModelCalibration.Read(run.RootElement, null, "v2")!.Bins);
        Assert.Equal([new CalibrationBin(0.9, 0.8, 5)], ModelCalibration.Read(run.RootElement, evaluation.RootElement, "v2")!.Bins);
        Assert.Equal(0.02, ModelCalibration.Read(run.RootElement, evaluation.RootElement, "v3")!.Error);
        Assert.Null(ModelFigures.Read(none.RootElement).Accuracy);
        Assert.Null(ModelCalibration.Read(none.RootElement, none.RootElement, "v2"));
    }

    [Fact]
    public void Figures_are_of_the_bundle_itself_with_an_interval_and_where_only_the_mean_over_seeds_is_known_that_is_said()
    {
        using var run = JsonDocument.Parse("""
            {"seeds":[{},{},{}],"test":{"posts":200,"accuracy":{"mean":0.9,"halfWidth95":0.01},"macroF1":{"mean":0.9,"halfWidth95":0.01}},
             "testTextOnly":{"posts":200,"accuracy":{"mean":0.7,"halfWidth95":0.02}},"testImageOnly":{"posts":0,"accuracy":{"mean":0,"halfWidth95":0}},
             "confusion":[[80,20],[20,80]]}
            """);
        using var evaluation = JsonDocument.Parse("""{"rows":[{"view":"all, text only","scores":{"confusion":[[60,40],[40,60]]}}]}""");

        var figures = ModelFigures.Read(run.RootElement);

        Assert.Equal((200, 0.8, 0.8, 0.7, null), (figures.Examples, figures.Accuracy, figures.MacroF1, figures.TextOnlyAccuracy, figures.ImageOnlyAccuracy));
        // Wilson's interval of 160 of 200, from the formula.
        Assert.Equal(0.7391, figures.Intervals["accuracy"].Low, 0.0005);
        Assert.Equal(0.8496, figures.Intervals["accuracy"].High, 0.0005);
        Assert.InRange(figures.Intervals["macroF1"].Low, 0.72, 0.76);
        Assert.InRange(figures.Intervals["macroF1"].High, 0.84, 0.87);
        Assert.Equal((0.68, 0.72, 3), (Math.Round(figures.Intervals["textOnlyAccuracy"].Low, 9), Math.Round(figures.Intervals["textOnlyAccuracy"].High, 9), figures.Intervals["textOnlyAccuracy"].Seeds));
        Assert.Null(figures.Intervals["accuracy"].Seeds);
        var evaluated = ModelFigures.Read(run.RootElement, evaluation.RootElement);
        Assert.Equal(0.6, evaluated.TextOnlyAccuracy);
        Assert.Null(evaluated.Intervals["textOnlyAccuracy"].Seeds);
    }
}
