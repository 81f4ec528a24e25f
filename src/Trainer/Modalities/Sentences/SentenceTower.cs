using Moodstream.Inference.Manifest;
using Moodstream.Inference.Onnx;
using Moodstream.Inference.Sentence;
using Moodstream.Inference.Text;
using Moodstream.Trainer.Features;
using Moodstream.Trainer.Layers;
using Moodstream.Trainer.Modalities.Words;
using TorchSharp;
using TorchSharp.Modules;

namespace Moodstream.Trainer.Modalities.Sentences;

/// <summary>Texts: the pooled rows of their words beside their scaled sentence vectors.</summary>
internal sealed class SentenceTower : ModalityTower
{
    private const string UpdateFile = "minilm-update.onnx";

    private readonly WordRows _words;
    private readonly MiniLmNetwork? _network;
    private readonly int _maxWords;
    private readonly FeatureScale _scale;
    private readonly torch.Tensor _mean;
    private readonly torch.Tensor _deviation;

    /// <summary>Makes the tower.</summary>
    /// <param name="words">The rows.</param>
    /// <param name="network">Makes sentence vectors and is trained further, or null where posts bring their vectors.</param>
    /// <param name="maxWords">Most words that are read of a text.</param>
    /// <param name="scale">Scale of the training texts' sentence vectors.</param>
    /// <param name="projection">The layers over both.</param>
    public SentenceTower(WordRows words, MiniLmNetwork? network, int maxWords, FeatureScale scale, LayerStack projection)
        : base(WordPreparation.Name, projection)
    {
        _words = words;
        _network = network;
        _maxWords = maxWords;
        _scale = scale;
        _mean = torch.tensor(scale.Mean);
        _deviation = torch.tensor(scale.Deviation);
        RegisterComponents();
    }

    /// <inheritdoc />
    public override IReadOnlyList<Parameter> FastParameters => [_words.Parameter];

    /// <inheritdoc />
    public override void Finish()
    {
        _words.Finish();
        _network?.Finish();
    }

    /// <inheritdoc />
    public override ModalityManifest Export(int width, IDictionary<string, byte[]> files)
    {
        string projection = $"{Modality}.onnx";
        WordVectors vectors = _words.Export();
        files[WordTower.RowsFile] = vectors.ToBytes();
        files[projection] = ExportProjection(
            vectors.FeatureCount + SentenceFeaturizer.FeatureCount,
            width,
            (graph, features) => _words.Select(graph, Scale(graph, features, vectors.FeatureCount), SentenceFeaturizer.FeatureCount));
        WordsAndSentenceSettings settings = new()
        {
            Vectors = WordTower.RowsFile,
            Projection = projection,
            MaxTokens = _maxWords,
            Update = _network is null ? null : UpdateFile,
        };
        if (_network is not null)
        {
            files[UpdateFile] = _network.Export().ToBytes();
        }

        return new ModalityManifest { Name = new(Modality), Encoder = WordsAndSentenceSettings.Encoder, Settings = settings.ToJson() };
    }

    /// <summary>Takes sentences and ids, side by side as <see cref="SentenceFeatureSet"/> makes them, to [posts, features].</summary>
    protected override torch.Tensor Features(torch.Tensor input)
    {
        int width = _network is null ? SentenceFeaturizer.FeatureCount : SentenceTokenizer.MaxPieces;
        var sentences = input.slice(1, 0, width, 1);
        var vectors = _network is null ? sentences : _network.forward(sentences.to_type(torch.ScalarType.Int64));
        var ids = input.slice(1, width, input.shape[1], 1).to_type(torch.ScalarType.Int64);
        return torch.cat([_words.forward(ids), (vectors - _mean) / _deviation], 1);
    }

    /// <summary>Scales the sentence vector, and leaves the words before it as they are.</summary>
    private string Scale(OnnxGraph graph, string features, int words) => graph.Standardize(
        features,
        [.. new float[words], .. _scale.Mean],
        [.. Enumerable.Repeat(1f, words), .. _scale.Deviation]);
}
