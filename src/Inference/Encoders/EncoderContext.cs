using System.Text.Json;
using System.Text.Json.Serialization.Metadata;
using Moodstream.Inference.Devices;
using Moodstream.Inference.Manifest;
using Moodstream.Inference.Models;
using Moodstream.Inference.Onnx;
using Moodstream.Inference.Options;

namespace Moodstream.Inference.Encoders;

/// <summary>What an encoder is made from.</summary>
/// <param name="Modality">Its part of the manifest.</param>
/// <param name="Bundle">The bundle's files.</param>
/// <param name="Device">The device that it shall run on.</param>
/// <param name="Networks">The networks that come with the program.</param>
/// <param name="Options">Settings of the library.</param>
/// <param name="Time">The clock.</param>
internal sealed record EncoderContext(
    ModalityManifest Modality, BundleContents Bundle, ComputeDevice Device, NetworkFolder Networks, InferenceOptions Options, TimeProvider Time)
{
    /// <summary>Makes the encoder's embeddings.</summary>
    public EmbeddingMaker Maker { get; } = new(Modality.Name, Bundle.Manifest.Version);

    /// <summary>Reads the encoder's settings.</summary>
    /// <exception cref="ModelBundleException">They have another form.</exception>
    public T ReadSettings<T>(JsonTypeInfo<T> type)
        where T : class
    {
        try
        {
            return Modality.Settings.Deserialize(type) ?? throw new JsonException("They are null.");
        }
        catch (Exception exception) when (exception is JsonException or InvalidOperationException)
        {
            throw new ModelBundleException(
                $"The model bundle {Bundle.Location}: the settings of modality '{Modality.Name}' are not those of an encoder '{Modality.Encoder}'; train the model again.",
                exception);
        }
    }

    /// <summary>Says that a setting is out of its range.</summary>
    /// <param name="setting">Its name.</param>
    /// <param name="most">The range goes from 1 to this.</param>
    public ModelBundleException OutOfRange(string setting, int most) =>
        new($"The model bundle {Bundle.Location}: '{setting}' of modality '{Modality.Name}' must be 1 to {most}; train the model again.");

    /// <summary>Makes something from a file of the bundle.</summary>
    /// <param name="path">The file.</param>
    /// <param name="content">What the file must hold, for messages.</param>
    /// <param name="read">Makes it from the file's bytes; throws <see cref="InvalidDataException"/> where they are something else.</param>
    /// <exception cref="ModelBundleException">The file is missing or broken.</exception>
    public T ReadFile<T>(string path, string content, Func<byte[], T> read)
    {
        try
        {
            return read(Bundle.Get(path));
        }
        catch (InvalidDataException exception)
        {
            throw new ModelBundleException(
                $"The file '{path}' of the model bundle {Bundle.Location} holds no {content}; train the model again.", exception);
        }
    }

    /// <summary>Makes something of a network and files that change it.</summary>
    /// <param name="make">Makes it; throws <see cref="InvalidDataException"/> where the files are of another network.</param>
    /// <exception cref="ModelBundleException">They are.</exception>
    public T Fit<T>(Func<T> make)
    {
        try
        {
            return make();
        }
        catch (InvalidDataException exception)
        {
            throw new ModelBundleException(
                $"The model bundle {Bundle.Location}, modality '{Modality.Name}': {exception.Message} Train the model again.", exception);
        }
    }

    /// <summary>Loads the network that takes the encoder's features into the common space.</summary>
    /// <exception cref="ModelBundleException">It is missing, broken, or of other shapes.</exception>
    public OnnxFunction LoadProjection(string path, int features) =>
        OnnxFunction.Load(Bundle, path, ("features", features), ("vector", Bundle.Manifest.Dimension));
}
