using System.Text.Json;
using Moodstream.Inference.Bundles;
using Moodstream.Inference.Manifest;
using Moodstream.Inference.Models;
using Moodstream.Inference.Onnx;
using Moodstream.Inference.Sentence;
using Moodstream.Trainer.Errors;

namespace Moodstream.Trainer.Starting;

/// <summary>What a training can start from that a bundle has learnt: its words, and what it changed in MiniLM.</summary>
/// <param name="WordsFile">The file of its words' vectors; null where it has none.</param>
/// <param name="SentenceUpdate">What it changed in MiniLM; null where it did not.</param>
/// <param name="SentenceLayers">Layers of MiniLM that it computes.</param>
internal sealed record StartingBundle(string? WordsFile, NetworkUpdate? SentenceUpdate, int SentenceLayers)
{
    private const string Vectors = "vectors";
    private const string Update = "update";
    private const string Layers = "layers";

    /// <summary>Looks into a bundle.</summary>
    /// <param name="folder">The bundle.</param>
    /// <exception cref="TrainerException">It is none, or its files are damaged.</exception>
    public static StartingBundle Open(string folder)
    {
        try
        {
            var manifest = ModelBundle.ReadManifestAsync(folder).GetAwaiter().GetResult();
            var text = manifest.Modalities.FirstOrDefault(modality => modality.Name.Name == "text");
            return new StartingBundle(
                FileOf(folder, text, Vectors),
                FileOf(folder, text, Update) is { } file ? NetworkUpdate.Read(File.ReadAllBytes(file)) : null,
                LayersOf(text));
        }
        catch (Exception exception) when (exception is ModelBundleException or InvalidDataException or IOException)
        {
            throw new TrainerException($"--from: {exception.Message}", exception);
        }
    }

    private static int LayersOf(ModalityManifest? modality) =>
        modality?.Settings is { ValueKind: JsonValueKind.Object } settings && settings.TryGetProperty(Layers, out var layers)
            ? layers.GetInt32()
            : SentenceNetwork.AllLayers;

    private static string? FileOf(string folder, ModalityManifest? modality, string setting) =>
        modality?.Settings is { ValueKind: JsonValueKind.Object } settings && settings.TryGetProperty(setting, out var path) && path.GetString() is { } name
            ? Path.Combine(folder, name)
            : null;
}
