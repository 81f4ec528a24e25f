using Moodstream.Inference.Manifest;
using Moodstream.Inference.Onnx;
using Moodstream.Inference.Reading;
using Moodstream.Inference.Sentence;
using Moodstream.Inference.Text;
using Moodstream.Trainer.Features;
using Moodstream.Trainer.Layers;
using Moodstream.Trainer.Modalities.Words;
using Moodstream.Trainer.Numerics;
using TorchSharp;
using TorchSharp.Modules;

namespace Moodstream.Trainer.Modalities.Sentences;

/// <summary>Texts: the pooled rows of their words beside their scaled sentence vectors.</summary>
internal sealed class SentenceTower : ModalityTower
{
    private const string UpdateFile = "minilm-update.onnx";

    private readonly WordRows _words;
    private readonly MiniLmNetwork? _network;
    private readonly SentenceNetwork _start;
    private readonly int _maxWords;
    private readonly FeatureScale _scale;
    private readonly torch.Tensor _mean;
    private readonly torch.Tensor _deviation;

    /// <summary>Makes the tower.</summary>
    /// <param name="words">The rows.</param>
    /// <param name="network">Makes sentence vectors and is trained further, or null where posts bring their vectors.</param>
    /// <param name="start">MiniLM as an earlier training left it.</param>
    /// <param name="maxWords">Most words that are pooled at once.</param>
    /// <param name="scale">Scale of the training texts' sentence vectors.</param>
    /// <param name="projection">The layers over both.</param>
    public SentenceTower(WordRows words, MiniLmNetwork? network, SentenceNetwork start, int maxWords, FeatureScale scale, LayerStack projection)
        : base(WordPreparation.Name, projection)
    {
        _words = words;
        _network = network;
        _start = start;
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
        var update = _network is null ? _start.Update : _network.Export();
        WordsAndSentenceSettings settings = new()
        {
            Vectors = WordTower.RowsFile,
            Projection = projection,
            MaxTokens = _maxWords,
            Reading = WordTokenizer.Version,
            Update = update is null ? null : UpdateFile,
            Layers = _start.Layers == SentenceNetwork.AllLayers ? null : _start.Layers,
        };
        if (update is not null)
        {
            files[UpdateFile] = update.ToBytes();
        }

        return new ModalityManifest { Name = new(Modality), Encoder = WordsAndSentenceSettings.Encoder, Settings = settings.ToJson() };
    }

    /// <summary>Takes sentences and ids, side by side as <see cref="SentenceFeatureSet"/> makes them, to [posts, features].</summary>
    protected override torch.Tensor Features(torch.Tensor input)
    {
        int width = _network is null ? SentenceFeaturizer.FeatureCount : SentenceTokenizer.MaxPieces;
        var sentences = input.slice(2, 0, width, 1);
        var vectors = _network is null ? sentences.select(1, 0) : Vectors(_network, sentences.to_type(torch.ScalarType.Int64));
        var ids = input.slice(2, width, input.shape[2], 1).to_type(torch.ScalarType.Int64);
        return torch.cat([_words.forward(ids), (vectors - _mean) / _deviation], 1);
    }

    /// <summary>Takes word pieces [posts, parts, pieces] to vectors, each the direction of the mean over a post's parts.</summary>
    private static torch.Tensor Vectors(MiniLmNetwork network, torch.Tensor input)
    {
        long parts = input.shape[1];
        if (parts == 1)
        {
            return network.forward(input.select(1, 0));
        }

        using var starts = input.select(2, 0).flatten().cpu();
        long[] read = [.. starts.data<long>().Select((id, row) => (id, row)).Where(part => part.id != 0).Select(part => (long)part.row)];
        var vectors = network.forward(input.flatten(0, 1).index_select(0, torch.tensor(read, device: input.device)));
        var owners = torch.tensor(read.Select(row => row / parts).ToArray(), device: input.device);
        return torch.nn.functional.normalize(torch.zeros(input.shape[0], vectors.shape[1], device: input.device).index_add(0, owners, vectors, Scalars.One));
    }

    /// <summary>Scales the sentence vector, and leaves the words before it as they are.</summary>
    private string Scale(OnnxGraph graph, string features, int words) => graph.Standardize(
        features,
        [.. new float[words], .. _scale.Mean],
        [.. Enumerable.Repeat(1f, words), .. _scale.Deviation]);
}
