using System.Text.Json;
using Moodstream.Grains.Models;
using Moodstream.Inference.Bundles;
using Moodstream.Silo.Palettes;

namespace Moodstream.Silo.Models;

/// <summary>Tells what the model bundles of this silo are, with what the trainer left beside them.</summary>
/// <param name="bundles">The bundles.</param>
internal sealed class ModelLibrary(BundleFolder bundles)
{
    private const string CardFile = "MODEL_CARD.md";
    private const string RunFile = "run.json";
    private const string EvaluationFile = "evaluation.json";
    private const int MaxCardCharacters = 100_000;

    /// <summary>Describes the bundles, by name.</summary>
    /// <param name="active">Name of the one in use.</param>
    /// <param name="cancellationToken">Gives up.</param>
    public async Task<IReadOnlyList<ModelDescription>> DescribeAsync(string active, CancellationToken cancellationToken) =>
        await Task.WhenAll(bundles.Names.Select(name => DescribeAsync(name, name == active, cancellationToken)));

    /// <summary>What the trainer recorded of a bundle.</summary>
    /// <param name="name">Name of the bundle.</param>
    /// <returns>The records of its training and of a later evaluation, of whichever version; null where nothing, or nothing readable, is there.</returns>
    public (JsonElement? Run, JsonElement? Evaluation) RecordsOf(string name)
    {
        try
        {
            var folder = bundles.Of(name);
            return (Record(folder, RunFile), Record(folder, EvaluationFile));
        }
        catch (Exception exception) when (exception is IOException or UnauthorizedAccessException)
        {
            return default;
        }
    }

    private async Task<ModelDescription> DescribeAsync(string name, bool isActive, CancellationToken cancellationToken)
    {
        var folder = bundles.Of(name);
        try
        {
            var manifest = await ModelBundle.ReadManifestAsync(folder, cancellationToken);
            var run = Record(folder, RunFile);
            var evaluation = Record(folder, EvaluationFile) is { } later && ModelCalibration.IsOf(later, manifest.Version) ? later : (JsonElement?)null;
            return new ModelDescription
            {
                Name = name,
                Version = manifest.Version,
                IsActive = isActive,
                Labels = manifest.Labels,
                Modalities = [.. manifest.Modalities.Select(modality => modality.Name.Name)],
                Dimension = manifest.Dimension,
                Bytes = manifest.Files.Sum(file => file.Bytes),
                Figures = run is null && evaluation is null ? null : ModelFigures.Read(run ?? default, evaluation),
                PaletteProblem = (await PaletteFile.ReadAsync(folder, cancellationToken)).Problem,
                Calibration = ModelCalibration.Read(run, evaluation, manifest.Version),
                Card = await CardAsync(folder, cancellationToken),
            };
        }
#pragma warning disable CA1031 // One bad folder, whatever is in it, must not hide the others.
        catch (Exception exception) when (exception is not OperationCanceledException)
        {
            return new ModelDescription { Name = name, IsActive = isActive, Problem = exception.Message.ReplaceLineEndings(" ") };
        }
#pragma warning restore CA1031
    }

    private static JsonElement? Record(string folder, string name)
    {
        var file = Path.Combine(folder, name);
        if (!File.Exists(file))
        {
            return null;
        }

        try
        {
            using var run = JsonDocument.Parse(File.ReadAllBytes(file));
            return run.RootElement.Clone();
        }
        catch (JsonException)
        {
            // Records of the training are for people; a bundle without readable ones is as good.
            return null;
        }
    }

    private static async Task<string?> CardAsync(string folder, CancellationToken cancellationToken)
    {
        var file = Path.Combine(folder, CardFile);
        if (!File.Exists(file))
        {
            return null;
        }

        var card = await File.ReadAllTextAsync(file, cancellationToken);
        return card.Length <= MaxCardCharacters ? card : card[..MaxCardCharacters];
    }
}
