using Microsoft.Extensions.Options;
using Moodstream.Inference;

namespace Moodstream.Silo;

/// <summary>The model that this silo serves. It is loaded and verified after the services are there and before the silo starts.</summary>
/// <param name="models">Which bundle.</param>
/// <param name="inference">Devices and batches.</param>
/// <param name="loggers">Where the model's messages go.</param>
internal sealed class ServedModel(IOptions<ModelsOptions> models, IOptions<InferenceOptions> inference, ILoggerFactory loggers) : IEmotionModel
{
    private IEmotionModel? _loaded;

    /// <inheritdoc/>
    public ModelInfo Info => Loaded.Info;

    /// <inheritdoc/>
    public IReadOnlyList<InferenceDevice> Devices => Loaded.Devices;

    private IEmotionModel Loaded => _loaded ?? throw new InvalidOperationException("No model is loaded yet.");

    /// <summary>Loads the bundle that the settings name.</summary>
    /// <param name="cancellationToken">Gives up.</param>
    /// <exception cref="StartupException">There is none, or it does not reproduce its own examples.</exception>
    public async Task LoadAsync(CancellationToken cancellationToken = default)
    {
        var folder = models.Value.Path ?? ProgramFolders.Find("models")
            ?? throw new StartupException("There is no folder 'models' here, beside the program or above it; set Models:Path to the folder that holds the bundles.");
        try
        {
            _loaded = await ModelBundle.LoadAsync(Path.Combine(folder, models.Value.Active), inference.Value, loggers, cancellationToken: cancellationToken);
        }
        catch (ModelBundleException exception)
        {
            throw new StartupException($"{exception.Message} The settings Models:Path and Models:Active name it.");
        }
    }

    /// <inheritdoc/>
    public IModalityEncoder Encoder(string modality, string? device = null) => Loaded.Encoder(modality, device);

    /// <inheritdoc/>
    public IReadOnlyList<Classification> Classify(IReadOnlyList<IReadOnlyDictionary<string, ReadOnlyMemory<float>>> posts) => Loaded.Classify(posts);

    /// <inheritdoc/>
    public ValueTask DisposeAsync() => _loaded?.DisposeAsync() ?? ValueTask.CompletedTask;
}
