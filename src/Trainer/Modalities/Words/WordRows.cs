using Moodstream.Inference.Onnx;
using Moodstream.Inference.Text;
using Moodstream.Trainer.Numerics;
using Moodstream.Trainer.Recipes;
using TorchSharp;
using TorchSharp.Modules;

namespace Moodstream.Trainer.Modalities.Words;

/// <summary>Embedding rows of words, pooled by component.</summary>
internal sealed class WordRows : torch.nn.Module<torch.Tensor, torch.Tensor>
{
    private readonly TrainingVocabulary _vocabulary;
    private readonly Dropout _dropout;
    private readonly WordPooling _pooling;
    private Parameter _rows;

    /// <summary>Makes the rows.</summary>
    /// <param name="vocabulary">The words and the first values of their rows; those that training never meets come in at the end.</param>
    /// <param name="pooling">How rows become one vector.</param>
    /// <param name="dropout">Share of the rows' components that training drops right after the lookup.</param>
    public WordRows(TrainingVocabulary vocabulary, WordPooling pooling, double dropout)
        : base("rows")
    {
        using var rows = RowsOf(vocabulary, 0, vocabulary.Trained);
        using var padding = torch.zeros(1, rows.shape[1]);
        _vocabulary = vocabulary;
        // A plain parameter: the one that TorchSharp's pretrained Embedding registers is not the one that it looks up in.
        _rows = new Parameter(torch.cat([padding, rows]));
        _dropout = torch.nn.Dropout(dropout);
        _pooling = pooling;
        RegisterComponents();
    }

    /// <summary>The rows, the first of them padding.</summary>
    public Parameter Parameter => _rows;

    /// <summary>Numbers in the pooled vector of rows of a dimension.</summary>
    public static int FeaturesOf(int dimension, WordPooling pooling) => pooling == WordPooling.MaxAndMean ? 2 * dimension : dimension;

    /// <summary>
    /// Adds rows for words that training never met, and rounds every row to half precision, which is how they are stored.
    /// </summary>
    public void Finish()
    {
        using var rows = RowsOf(_vocabulary, _vocabulary.Trained, _vocabulary.Words.Length - _vocabulary.Trained);
        using var noGradient = torch.no_grad();
        using var all = torch.cat([_rows, rows.to(_rows.device)]);
        _rows = new Parameter(all.RoundedToHalf(), requires_grad: false);
    }

    /// <summary>The words and their rows, after <see cref="Finish"/>.</summary>
    public WordVectors Export()
    {
        using var rows = _rows.slice(0, 1, _rows.shape[0], 1);
        return new WordVectors(new Vocabulary(_vocabulary.Words), rows.Numbers(), (int)_rows.shape[1]);
    }

    /// <summary>
    /// Pools ids [posts, pieces, longest], 0 being padding, into [posts, features], of a long text the mean over its pieces. A text without
    /// a known word is all zeros.
    /// </summary>
    public override torch.Tensor forward(torch.Tensor input)
    {
        if (input.shape[1] == 1)
        {
            return Pool(input.select(1, 0));
        }

        var pieces = input.select(2, 0).ne(Scalars.Zero).sum(1, keepdim: true).to_type(_rows.dtype);
        var isEmpty = pieces.eq(Scalars.Zero);
        return Pool(input.flatten(0, 1)).reshape(input.shape[0], input.shape[1], -1).sum(1) / pieces.masked_fill(isEmpty, Scalars.One);
    }

    /// <summary>Pools ids [texts, longest].</summary>
    private torch.Tensor Pool(torch.Tensor input)
    {
        var isPadding = input.eq(Scalars.Zero).unsqueeze(-1);
        var words = _dropout.forward(_rows.index_select(0, input.flatten()).reshape(input.shape[0], input.shape[1], _rows.shape[1]));
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

    /// <summary>The encoder gives maximum and mean side by side, and maybe more; takes out the half that the model was not trained on.</summary>
    /// <param name="graph">The network.</param>
    /// <param name="features">The encoder's features.</param>
    /// <param name="more">Numbers that follow maximum and mean, which stay.</param>
    public string Select(OnnxGraph graph, string features, int more = 0)
    {
        if (_pooling == WordPooling.MaxAndMean)
        {
            return features;
        }

        int dimension = (int)_rows.shape[1];
        int offset = _pooling == WordPooling.Max ? 0 : dimension;
        int width = (2 * dimension) + more;
        float[] selector = new float[(dimension + more) * width];
        for (int row = 0; row < dimension + more; row++)
        {
            selector[(row * width) + (row < dimension ? offset + row : dimension + row)] = 1;
        }

        return graph.Linear(features, selector, new float[dimension + more]);
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
