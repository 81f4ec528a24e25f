using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Options;
using Moodstream.Grains.Options;
using Moodstream.Inference.Bundles;
using Moodstream.Inference.Manifest;
using Moodstream.Inference.Models;
using Moodstream.Inference.Options;

namespace Moodstream.Grains.Models;

/// <summary>The folder that holds this silo's model bundles, a folder each.</summary>
/// <param name="options">Where it is.</param>
/// <param name="inference">Devices and batches of the models that are loaded from it.</param>
/// <param name="time">Clock.</param>
/// <param name="loggers">Where messages go.</param>
public sealed class BundleFolder(IOptions<ModelsOptions> options, IOptions<InferenceOptions> inference, TimeProvider time, ILoggerFactory loggers)
{
    private string Root => options.Value.Path
        ?? throw new ModelBundleException("There is no folder 'models' here, beside the program or above it; set Models:Path to the folder that holds the bundles.");

    /// <summary>Names of the bundles, in order.</summary>
    /// <exception cref="ModelBundleException">There is no folder of bundles.</exception>
    public IEnumerable<string> Names =>
        Directory.EnumerateDirectories(Root).Select(folder => Path.GetFileName(folder)!).Where(Has).Order(StringComparer.Ordinal);

    /// <summary>The folder of a bundle, which may not be there.</summary>
    /// <param name="name">Name of the bundle.</param>
    /// <exception cref="ModelBundleException">No bundle can have that name, or there is no folder of bundles.</exception>
    public string Of(string name) => BundleName.IsValid(name)
        ? Path.Combine(Root, name)
        : throw new ModelBundleException($"A model's name must be {BundleName.Rule}.");

    /// <summary>Whether there is a bundle of a name.</summary>
    /// <param name="name">The name.</param>
    /// <exception cref="ModelBundleException">There is no folder of bundles.</exception>
    public bool Has(string name) => BundleName.IsValid(name) && File.Exists(Path.Combine(Root, name, BundleManifest.FileName));

    /// <summary>Loads and verifies a bundle.</summary>
    /// <param name="name">Its name.</param>
    /// <param name="cancellationToken">Gives up.</param>
    /// <exception cref="ModelBundleException">There is none of that name, or it cannot be trusted.</exception>
    /// <exception cref="DeviceUnavailableException">A device cannot run it.</exception>
    public Task<IEmotionModel> LoadAsync(string name, CancellationToken cancellationToken) =>
        ModelBundle.LoadAsync(Of(name), inference.Value, loggers, time, options.Value.PublicKey, cancellationToken);
}
