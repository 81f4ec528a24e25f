using System.Text.Json;
using Microsoft.Extensions.Logging.Abstractions;
using Microsoft.Extensions.Options;
using Moodstream.Grains.Models;
using Moodstream.Grains.Options;
using Moodstream.Inference.Models;
using Moodstream.Inference.Options;
using Moodstream.Silo.Models;

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

    [Fact]
    public void Figures_and_calibration_are_read_as_far_as_the_record_of_the_training_has_them()
    {
        using var run = JsonDocument.Parse("""
            {"test":{"posts":10,"accuracy":{"mean":0.7},"macroF1":{"mean":0.6}},"testImageOnly":null,
             "calibration":{"eceAfter":0.02,"bins":[{"confidence":0.4,"accuracy":0.5,"posts":3}]}}
            """);
        using var evaluation = JsonDocument.Parse("""{"model":{"version":"v2"},"calibrationError":0.01,"bins":[{"confidence":0.9,"accuracy":0.8,"posts":5}]}""");
        using var none = JsonDocument.Parse("{}");

        Assert.Equal(new ModelFigures(10, 0.7, 0.6, null, null), ModelFigures.Read(run.RootElement));
        Assert.Equal([new CalibrationBin(0.4, 0.5, 3)], ModelCalibration.Read(run.RootElement, null, "v2")!.Bins);
        Assert.Equal([new CalibrationBin(0.9, 0.8, 5)], ModelCalibration.Read(run.RootElement, evaluation.RootElement, "v2")!.Bins);
        Assert.Equal(0.02, ModelCalibration.Read(run.RootElement, evaluation.RootElement, "v3")!.Error);
        Assert.Equal(new ModelFigures(null, null, null, null, null), ModelFigures.Read(none.RootElement));
        Assert.Null(ModelCalibration.Read(none.RootElement, none.RootElement, "v2"));
    }
}
