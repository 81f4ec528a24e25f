using Moodstream.Inference;
using TorchSharp;
using TorchSharp.Modules;

namespace Moodstream.Trainer;

/// <summary>Words: embedding rows, pooled by component.</summary>
internal sealed class WordTower : ModalityTower
{
    private const string RowsFile = "words.bin";

    private readonly Embedding _rows;
    private readonly Dropout _rowDropout;
    private readonly WordPooling _pooling;

    /// <summary>Makes the tower.</summary>
    /// <param name="rows">First values of the rows [words, dimension], without the padding row.</param>
    /// <param name="pooling">How rows become one vector.</param>
    /// <param name="rowDropout">Share of the rows' components that training drops right after the lookup.</param>
    /// <param name="projection">The layers over the pooled vector.</param>
    public WordTower(torch.Tensor rows, WordPooling pooling, double rowDropout, LayerStack projection)
        : base(WordFeatureSet.Name, projection)
    {
        using torch.Tensor padding = torch.zeros(1, rows.shape[1]);
        _rows = torch.nn.Embedding_from_pretrained(torch.cat([padding, rows]), freeze: false, padding_idx: 0);
        _rowDropout = torch.nn.Dropout(rowDropout);
        _pooling = pooling;
        RegisterComponents();
        register_module("projection", projection);
    }

    /// <inheritdoc />
    public override IReadOnlyList<Parameter> FastParameters => [Rows];

    private Parameter Rows => _rows.weight!;

    /// <summary>Numbers in the pooled vector of rows of a dimension.</summary>
    public static int FeaturesOf(int dimension, WordPooling pooling) => pooling == WordPooling.MaxAndMean ? 2 * dimension : dimension;

    /// <summary>
    /// Adds rows for words that training never met, and rounds every row to half precision, which is how they are stored: from here
    /// on the tower answers as the stored model will.
    /// </summary>
    /// <param name="rows">Rows to add [words, dimension]; may be none.</param>
    public void Finish(torch.Tensor rows)
    {
        using IDisposable noGradient = torch.no_grad();
        using torch.Tensor all = torch.cat([Rows, rows.to(Rows.device)]);
        using torch.Tensor half = all.to_type(torch.ScalarType.Float16);
        _rows.weight = new Parameter(half.to_type(torch.ScalarType.Float32), requires_grad: false);
    }

    /// <inheritdoc />
    public override ModalityManifest Export(TowerExportContext context, IDictionary<string, byte[]> files)
    {
        string projection = $"{Modality}.onnx";
        int dimension = (int)Rows.shape[1];
        using torch.Tensor rows = Rows.slice(0, 1, Rows.shape[0], 1);
        WordVectors vectors = new(new Vocabulary(context.Words), Layer.Values(rows), dimension);
        files[RowsFile] = vectors.ToBytes();
        files[projection] = ExportProjection(vectors.FeatureCount, context.Width, (graph, features) => Select(graph, features, dimension));
        WordsSettings settings = new() { Vectors = RowsFile, Projection = projection, MaxTokens = context.MaxWords };
        return new ModalityManifest { Name = Modality, Encoder = WordsSettings.Encoder, Settings = settings.ToJson() };
    }

    /// <summary>
    /// Pools ids [posts, longest], 0 being padding, into [posts, features]. A text without a known word is all zeros.
    /// </summary>
    protected override torch.Tensor Features(torch.Tensor input)
    {
        torch.Tensor isPadding = input.eq(Scalars.Zero).unsqueeze(-1);
        torch.Tensor words = _rowDropout.forward(_rows.forward(input));
        torch.Tensor count = isPadding.logical_not().sum(1).to_type(words.dtype);
        torch.Tensor isEmpty = count.eq(Scalars.Zero);
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
}
