using Moodstream.Inference.Manifest;
using Moodstream.Inference.Reading;
using Moodstream.Inference.Text;
using Moodstream.Trainer.Layers;
using TorchSharp;
using TorchSharp.Modules;

namespace Moodstream.Trainer.Modalities.Words;

/// <summary>Words: embedding rows, pooled by component.</summary>
internal sealed class WordTower : ModalityTower
{
    /// <summary>The bundle's file of rows.</summary>
    public const string RowsFile = "words.bin";

    private readonly WordRows _words;
    private readonly int _maxWords;

    /// <summary>Makes the tower.</summary>
    /// <param name="words">The rows.</param>
    /// <param name="maxWords">Most words that are pooled at once.</param>
    /// <param name="projection">The layers over the pooled vector.</param>
    public WordTower(WordRows words, int maxWords, LayerStack projection)
        : base(WordPreparation.Name, projection)
    {
        _words = words;
        _maxWords = maxWords;
        RegisterComponents();
    }

    /// <inheritdoc />
    public override IReadOnlyList<Parameter> FastParameters => [_words.Parameter];

    /// <inheritdoc />
    public override void Finish() => _words.Finish();

    /// <inheritdoc />
    public override ModalityManifest Export(int width, IDictionary<string, byte[]> files)
    {
        string projection = $"{Modality}.onnx";
        WordVectors vectors = _words.Export();
        files[RowsFile] = vectors.ToBytes();
        files[projection] = ExportProjection(vectors.FeatureCount, width, (graph, features) => _words.Select(graph, features));
        WordsSettings settings = new() { Vectors = RowsFile, Projection = projection, MaxTokens = _maxWords, Reading = WordTokenizer.Version };
        return new ModalityManifest { Name = new(Modality), Encoder = WordsSettings.Encoder, Settings = settings.ToJson() };
    }

    /// <summary>Takes ids [posts, pieces, longest] as <see cref="WordFeatureSet"/> makes them to [posts, features].</summary>
    protected override torch.Tensor Features(torch.Tensor input) => _words.forward(input);
}
