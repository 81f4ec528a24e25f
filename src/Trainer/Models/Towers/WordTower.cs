using Moodstream.Inference;
using TorchSharp;
using TorchSharp.Modules;

namespace Moodstream.Trainer;

/// <summary>Words: embedding rows, pooled by component.</summary>
internal sealed class WordTower : ModalityTower
{
    private const string RowsFile = "words.bin";

    private readonly TrainingVocabulary _vocabulary;
    private readonly int _maxWords;
    private readonly Dropout _rowDropout;
    private readonly WordPooling _pooling;
    private Parameter _rows;

    /// <summary>Makes the tower.</summary>
    /// <param name="vocabulary">The words and the first values of their rows; those that training never meets come in at the end.</param>
    /// <param name="maxWords">Most words that are read of a text.</param>
    /// <param name="pooling">How rows become one vector.</param>
    /// <param name="rowDropout">Share of the rows' components that training drops right after the lookup.</param>
    /// <param name="projection">The layers over the pooled vector.</param>
    public WordTower(TrainingVocabulary vocabulary, int maxWords, WordPooling pooling, double rowDropout, LayerStack projection)
        : base(WordFeatureSet.Name, projection)
    {
        using var rows = RowsOf(vocabulary, 0, vocabulary.Trained);
        using var padding = torch.zeros(1, rows.shape[1]);
        _vocabulary = vocabulary;
        _maxWords = maxWords;
        // A plain parameter: the one that TorchSharp's pretrained Embedding registers is not the one that it looks up in.
        _rows = new Parameter(torch.cat([padding, rows]));
        _rowDropout = torch.nn.Dropout(rowDropout);
        _pooling = pooling;
        RegisterComponents();
    }

    /// <inheritdoc />
    public override IReadOnlyList<Parameter> FastParameters => [_rows];

    /// <summary>Numbers in the pooled vector of rows of a dimension.</summary>
    public static int FeaturesOf(int dimension, WordPooling pooling) => pooling == WordPooling.MaxAndMean ? 2 * dimension : dimension;

    /// <summary>
    /// Adds rows for words that training never met, and rounds every row to half precision, which is how they are stored.
    /// </summary>
    public override void Finish()
    {
        using var rows = RowsOf(_vocabulary, _vocabulary.Trained, _vocabulary.Words.Length - _vocabulary.Trained);
        using var noGradient = torch.no_grad();
        using var all = torch.cat([_rows, rows.to(_rows.device)]);
        using var half = all.to_type(torch.ScalarType.Float16);
        _rows = new Parameter(half.to_type(torch.ScalarType.Float32), requires_grad: false);
    }

    /// <inheritdoc />
    public override ModalityManifest Export(int width, IDictionary<string, byte[]> files)
    {
        string projection = $"{Modality}.onnx";
        int dimension = (int)_rows.shape[1];
        using var rows = _rows.slice(0, 1, _rows.shape[0], 1);
        WordVectors vectors = new(new Vocabulary(_vocabulary.Words), Layer.Values(rows), dimension);
        files[RowsFile] = vectors.ToBytes();
        files[projection] = ExportProjection(vectors.FeatureCount, width, (graph, features) => Select(graph, features, dimension));
        WordsSettings settings = new() { Vectors = RowsFile, Projection = projection, MaxTokens = _maxWords };
        return new ModalityManifest { Name = Modality, Encoder = WordsSettings.Encoder, Settings = settings.ToJson() };
    }

    /// <summary>
    /// Pools ids [posts, longest], 0 being padding, into [posts, features]. A text without a known word is all zeros.
    /// </summary>
    protected override torch.Tensor Features(torch.Tensor input)
    {
        var isPadding = input.eq(Scalars.Zero).unsqueeze(-1);
        var words = _rowDropout.forward(_rows.index_select(0, input.flatten()).reshape(input.shape[0], input.shape[1], _rows.shape[1]));
        var count = isPadding.logical_not().sum(1).to_type(words.dtype);
        var isEmpty = count.eq(Scalars.Zero);
        return _pooling switch
        {
            WordPooling.Max => Maximum(),
            WordPooling.Mean => Mean(),
            _ => torch.cat([Maximum(), Mean()], 1),
        };

        torch.Tensor Maximum() => words.masked_fill(isPadding, Scalars.NegativeInfinity).amax([1]).masked_fill(isEmpty, Scalars.Zero);

        torch.Tensor Mean() => words.masked_fill(isPadding, Scalars.Zero).sum(1) / count.masked_fill(isEmpty, Scalars.One);
    }

    /// <summary>The encoder gives maximum and mean side by side; takes the half that the model was trained on.</summary>
    private string Select(OnnxGraph graph, string features, int dimension)
    {
        if (_pooling == WordPooling.MaxAndMean)
        {
            return features;
        }

        int offset = _pooling == WordPooling.Max ? 0 : dimension;
        float[] selector = new float[dimension * 2 * dimension];
        for (int row = 0; row < dimension; row++)
        {
            selector[(row * 2 * dimension) + offset + row] = 1;
        }

        return graph.Linear(features, selector, new float[dimension]);
    }

    private static torch.Tensor RowsOf(TrainingVocabulary vocabulary, int start, int count)
    {
        int dimension = vocabulary.Rows[0].Length;
        float[] values = new float[count * dimension];
        for (int row = 0; row < count; row++)
        {
            vocabulary.Rows[start + row].CopyTo(values, row * dimension);
        }

        return torch.tensor(values, count, dimension);
    }
}
