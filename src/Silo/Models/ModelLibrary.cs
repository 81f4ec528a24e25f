using System.Text.Json;
using System.Text.RegularExpressions;
using Microsoft.Extensions.Options;
using Moodstream.Inference.Bundles;
using Moodstream.Inference.Manifest;
using Moodstream.Inference.Models;
using Moodstream.Silo.Startup;

namespace Moodstream.Silo.Models;

/// <summary>The model bundles that lie in this silo's folder of models.</summary>
/// <param name="options">Where that is.</param>
internal sealed partial class ModelLibrary(IOptions<ModelsOptions> options)
{
    private const string CardFile = "MODEL_CARD.md";
    private const string RunFile = "run.json";
    private const string EvaluationFile = "evaluation.json";
    private const int MaxCardCharacters = 100_000;

    private string Root => options.Value.Path ?? ProgramFolders.Find("models")
        ?? throw new StartupException("There is no folder 'models' here, beside the program or above it; set Models:Path to the folder that holds the bundles.");

    /// <summary>The folder of a bundle, which may not be there.</summary>
    /// <param name="name">Name of the bundle.</param>
    /// <exception cref="ModelBundleException">No bundle can have that name.</exception>
    public string FolderOf(string name) => Name().IsMatch(name)
        ? Path.Combine(Root, name)
        : throw new ModelBundleException("A model's name is made of letters, digits, '.', '_' and '-', and begins with a letter or digit.");

    /// <summary>Whether there is a bundle of a name.</summary>
    /// <param name="name">The name.</param>
    public bool Has(string name) => Name().IsMatch(name) && File.Exists(Path.Combine(Root, name, BundleManifest.FileName));

    /// <summary>Describes the bundles, by name.</summary>
    /// <param name="active">Name of the one in use.</param>
    /// <param name="cancellationToken">Gives up.</param>
    public async Task<IReadOnlyList<ModelDescription>> DescribeAsync(string active, CancellationToken cancellationToken)
    {
        var names = Directory.EnumerateDirectories(Root).Select(folder => Path.GetFileName(folder)!).Where(Has).Order(StringComparer.Ordinal);
        return await Task.WhenAll(names.Select(name => DescribeAsync(name, name == active, cancellationToken)));
    }

    private async Task<ModelDescription> DescribeAsync(string name, bool isActive, CancellationToken cancellationToken)
    {
        var folder = FolderOf(name);
        try
        {
            var manifest = await ModelBundle.ReadManifestAsync(folder, cancellationToken);
            var run = await RecordAsync(folder, RunFile, cancellationToken);
            var evaluation = await RecordAsync(folder, EvaluationFile, cancellationToken);
            return new ModelDescription
            {
                Name = name,
                Version = manifest.Version,
                IsActive = isActive,
                Labels = manifest.Labels,
                Modalities = [.. manifest.Modalities.Select(modality => modality.Name.Name)],
                Dimension = manifest.Dimension,
                Bytes = manifest.Files.Sum(file => file.Bytes),
                Figures = run is null ? null : ModelFigures.Read(run.Value),
                Calibration = ModelCalibration.Read(run, evaluation, manifest.Version),
                Card = await CardAsync(folder, cancellationToken),
            };
        }
        catch (ModelBundleException exception)
        {
            return new ModelDescription { Name = name, IsActive = isActive, Problem = exception.Message };
        }
    }

    private static async Task<JsonElement?> RecordAsync(string folder, string name, CancellationToken cancellationToken)
    {
        var file = Path.Combine(folder, name);
        if (!File.Exists(file))
        {
            return null;
        }

        try
        {
            await using var stream = File.OpenRead(file);
            using var run = await JsonDocument.ParseAsync(stream, cancellationToken: cancellationToken);
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

    [GeneratedRegex("^[A-Za-z0-9][A-Za-z0-9._-]*$")]
    private static partial Regex Name();
}
