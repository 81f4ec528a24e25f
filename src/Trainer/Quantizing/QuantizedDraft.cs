using System.Collections.Immutable;
using System.Text.Json;
using Moodstream.Inference.Adaptive;
using Moodstream.Inference.Bundles;
using Moodstream.Inference.Manifest;
using Moodstream.Inference.Onnx;
using Moodstream.Inference.Options;
using Moodstream.Inference.Quantization;
using Moodstream.Inference.Sentence;
using Moodstream.Inference.Vision;
using Moodstream.Trainer.Datasets;
using Moodstream.Trainer.Errors;

namespace Moodstream.Trainer.Quantizing;

/// <summary>Makes a bundle whose networks are computed in bytes of one whose networks are computed in floats, or measures such a bundle anew.</summary>
/// <param name="draft">The bundle.</param>
/// <param name="train">The training posts, by which the ranges are measured.</param>
/// <param name="count">Most posts that each network is measured by.</param>
/// <param name="options">What the networks run on meanwhile.</param>
internal sealed class QuantizedDraft(BundleDraft draft, ImmutableArray<LabelledPost> train, int count, InferenceOptions options)
{
    private const string SentenceFile = "minilm-ranges.onnx";
    private const string PictureFile = "resnet18-ranges.onnx";

    // Many times what devices were seen to differ by; far less than an answer that is wrong differs by.
    private const float Tolerance = 0.02f;

    private readonly Dictionary<string, byte[]> _files = new(draft.Files, StringComparer.Ordinal);

    /// <summary>Makes the bundle.</summary>
    /// <param name="name">Its name.</param>
    /// <param name="cancellationToken">Gives up.</param>
    /// <exception cref="TrainerException">The bundle has no network, or the training posts do not have what its networks read.</exception>
    public async Task<BundleDraft> MakeAsync(string name, CancellationToken cancellationToken)
    {
        var modalities = ImmutableArray.CreateBuilder<ModalityManifest>();
        foreach (var modality in draft.Modalities)
        {
            modalities.Add(modality.Encoder switch
            {
                WordsAndSentenceSettings.Encoder => modality with
                {
                    Settings = (await MeasureAsync(Settings<WordsAndSentenceSettings>(modality), cancellationToken)).ToJson(),
                },
                AdaptiveSettings.Encoder => modality with { Settings = (await MeasureAsync(Settings<AdaptiveSettings>(modality), cancellationToken)).ToJson() },
                ResNet18Settings.Encoder or ResNet18Settings.EncoderWithFaces => modality with
                {
                    Settings = (await MeasureAsync(Settings<ResNet18Settings>(modality), cancellationToken)).ToJson(),
                },
                _ => modality,
            });
        }

        return _files.ContainsKey(SentenceFile) || _files.ContainsKey(PictureFile)
            ? draft with { Name = name, Modalities = modalities.ToImmutable(), Files = _files, GoldenTolerance = Tolerance }
            : throw new TrainerException("--bundle: it reads neither sentences nor pictures, so that it has no network that could be computed in bytes.");
    }

    private static T Settings<T>(ModalityManifest modality) => modality.Settings.Deserialize<T>(JsonSerializerOptions.Web)!;

    private async Task<AdaptiveSettings> MeasureAsync(AdaptiveSettings settings, CancellationToken cancellationToken) =>
        settings with { Sentences = await MeasureAsync(settings.Sentences, cancellationToken) };

    private async Task<WordsAndSentenceSettings> MeasureAsync(WordsAndSentenceSettings settings, CancellationToken cancellationToken)
    {
        SentenceNetwork network = new()
        {
            Layers = settings.Layers ?? SentenceNetwork.AllLayers,
            Update = settings.Update is { } update ? NetworkUpdate.Read(draft.Files[update]) : null,
        };
        var texts = Take("texts", post => post.Text);
        _files[SentenceFile] = await BytesOfAsync("texts", SentenceFeaturizer.MeasureAsync(options, network, texts, cancellationToken));
        return settings with { Ranges = SentenceFile };
    }

    private async Task<ResNet18Settings> MeasureAsync(ResNet18Settings settings, CancellationToken cancellationToken)
    {
        var pictures = await Task.WhenAll(Take("pictures", post => post.Picture).Select(path => File.ReadAllBytesAsync(path, cancellationToken)));
        _files[PictureFile] = await BytesOfAsync(
            "pictures", PictureFeaturizer.MeasureAsync(options, [.. pictures.Select(picture => (ReadOnlyMemory<byte>)picture)], cancellationToken));
        return settings with { Ranges = PictureFile };
    }

    private static async Task<byte[]> BytesOfAsync(string what, Task<NetworkRanges> measuring)
    {
        try
        {
            return (await measuring).ToBytes();
        }
        catch (InvalidOperationException exception)
        {
            throw new TrainerException($"The training {what} that were taken do not tell where the values of their network lie; give more --posts, or other data.", exception);
        }
    }

    private ImmutableArray<string> Take(string what, Func<LabelledPost, string?> contentOf) =>
        MeasuredPosts.Take(train, contentOf, count) is { IsEmpty: false } contents
            ? contents
            : throw new TrainerException($"--bundle: it reads {what}, and no training post has any, by which its network could be measured.");
}
