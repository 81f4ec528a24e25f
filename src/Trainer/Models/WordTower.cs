using TorchSharp;
using TorchSharp.Modules;

namespace Moodstream.Trainer;

/// <summary>Words: embedding rows, their component-wise maximum and mean side by side, dropout, a linear layer.</summary>
internal sealed class WordTower : ModalityTower
{
    private readonly Embedding _rows;
    private readonly Dropout _dropout;
    private readonly Linear _projection;

    /// <summary>Makes the tower.</summary>
    /// <param name="rows">First values of the rows [words, dimension], without the padding row.</param>
    /// <param name="width">Width of the common space.</param>
    /// <param name="dropout">Share of the pooled components that training drops.</param>
    public WordTower(torch.Tensor rows, int width, double dropout)
        : base(WordFeatureSet.Name)
    {
        using torch.Tensor padding = torch.zeros(1, rows.shape[1]);
        _rows = torch.nn.Embedding_from_pretrained(torch.cat([padding, rows]), freeze: false, padding_idx: 0);
        _dropout = torch.nn.Dropout(dropout);
        _projection = torch.nn.Linear(2 * rows.shape[1], width);
        RegisterComponents();
    }

    /// <summary>The rows [1 + words, dimension]; the first is padding.</summary>
    public Parameter Rows => _rows.weight!;

    /// <summary>The linear layer over maximum and mean.</summary>
    public Linear Projection => _projection;

    public override IReadOnlyList<Parameter> FastParameters => [Rows];

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

    /// <summary>Encodes ids [posts, longest], 0 being padding, into [posts, width]. A text without a known word is all zeros before the linear layer.</summary>
    public override torch.Tensor forward(torch.Tensor input)
    {
        torch.Tensor isPadding = input.eq(Scalars.Zero).unsqueeze(-1);
        torch.Tensor words = _rows.forward(input);
        torch.Tensor count = isPadding.logical_not().sum(1).to_type(words.dtype);
        torch.Tensor isEmpty = count.eq(Scalars.Zero);
        torch.Tensor maximum = words.masked_fill(isPadding, Scalars.NegativeInfinity).amax([1]).masked_fill(isEmpty, Scalars.Zero);
        torch.Tensor mean = words.masked_fill(isPadding, Scalars.Zero).sum(1) / count.masked_fill(isEmpty, Scalars.One);
        return _projection.forward(_dropout.forward(torch.cat([maximum, mean], 1)));
    }
}
