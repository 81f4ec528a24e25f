using System.Collections.Immutable;
using Moodstream.Grains.Models;
using Moodstream.Inference.Bundles;
using Moodstream.Inference.Models;

namespace Moodstream.Silo.Models;

/// <summary>
/// Tells which emotions and modalities a question can be about: those of the model in use, and of the other bundles of this silo, whose
/// events may be around from before or come when they are activated.
/// </summary>
/// <param name="model">The model in use.</param>
/// <param name="bundles">The bundles.</param>
internal sealed class KnownLabels(IEmotionModel model, BundleFolder bundles)
{
    /// <summary>Finds an emotion, in whatever case it is written.</summary>
    /// <param name="emotion">The emotion.</param>
    /// <param name="cancellationToken">Gives up.</param>
    /// <returns>The label as the models write it; null where no model has it.</returns>
    public Task<string?> FindEmotionAsync(string emotion, CancellationToken cancellationToken) =>
        FindAsync(emotion, model.Info.Labels, manifest => manifest.Emotions, cancellationToken);

    /// <summary>Finds a modality, in whatever case it is written.</summary>
    /// <param name="modality">The modality.</param>
    /// <param name="cancellationToken">Gives up.</param>
    /// <returns>Its name as the models write it; null where no model has it.</returns>
    public Task<string?> FindModalityAsync(string modality, CancellationToken cancellationToken) =>
        FindAsync(modality, Modalities, manifest => manifest.Modalities, cancellationToken);

    /// <summary>What to answer to a question about an emotion that no model has.</summary>
    /// <param name="emotion">The emotion.</param>
    public string NoEmotion(string emotion) => $"No model here knows the emotion '{emotion}'; the one in use knows {string.Join(", ", model.Info.Labels)}.";

    /// <summary>What to answer to a question about a modality that no model has.</summary>
    /// <param name="modality">The modality.</param>
    public string NoModality(string modality) => $"No model here reads the modality '{modality}'; the one in use reads {string.Join(", ", Modalities)}.";

    private IEnumerable<string> Modalities => model.Info.Modalities.Select(modality => modality.Name);

    private async Task<string?> FindAsync(
        string name, IEnumerable<string> inUse, Func<(ImmutableArray<string> Emotions, ImmutableArray<string> Modalities), IEnumerable<string>> of, CancellationToken cancellationToken)
    {
        if (Among(inUse) is { } found)
        {
            return found;
        }

        foreach (var bundle in bundles.Names)
        {
            try
            {
                var manifest = await ModelBundle.ReadManifestAsync(bundles.Of(bundle), cancellationToken);
                if (Among(of((manifest.Labels, [.. manifest.Modalities.Select(modality => modality.Name.Name)]))) is { } other)
                {
                    return other;
                }
            }
            catch (ModelBundleException)
            {
                // A bundle that cannot be read knows nothing.
            }
        }

        return null;

        string? Among(IEnumerable<string> names) => names.FirstOrDefault(known => known.Equals(name, StringComparison.OrdinalIgnoreCase));
    }
}
