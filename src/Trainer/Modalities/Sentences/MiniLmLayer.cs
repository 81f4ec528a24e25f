using Moodstream.Inference.Onnx;
using Moodstream.Trainer.Numerics;
using TorchSharp;

namespace Moodstream.Trainer.Modalities.Sentences;

/// <summary>A layer of MiniLM: self-attention with 12 heads, then two linear layers, each with its residual (Vaswani et al. 2017).</summary>
internal sealed class MiniLmLayer : torch.nn.Module
{
    private const int Heads = 12;

    private readonly LowRankLinear _query;
    private readonly LowRankLinear _key;
    private readonly LowRankLinear _value;
    private readonly LowRankLinear _attended;
    private readonly FrozenNorm _attentionNorm;
    private readonly LowRankLinear _wide;
    private readonly LowRankLinear _narrow;
    private readonly FrozenNorm _norm;

    /// <summary>Makes the layer.</summary>
    /// <param name="weights">The network's weights.</param>
    /// <param name="matrices">Names of its six matrices: query, key, value, attention's output, and both linear layers.</param>
    /// <param name="prefix">With what the names of its other weights begin.</param>
    /// <param name="rank">Rank of the updates.</param>
    /// <param name="usesBFloat16">Whether training multiplies in bfloat16.</param>
    public MiniLmLayer(NetworkWeights weights, IReadOnlyList<string> matrices, string prefix, int rank, bool usesBFloat16)
        : base("layer")
    {
        _query = Linear(0, "attention.self.query");
        _key = Linear(1, "attention.self.key");
        _value = Linear(2, "attention.self.value");
        _attended = Linear(3, "attention.output.dense");
        _attentionNorm = new FrozenNorm(weights, $"{prefix}.attention.output.LayerNorm");
        _wide = Linear(4, "intermediate.dense");
        _narrow = Linear(5, "output.dense");
        _norm = new FrozenNorm(weights, $"{prefix}.output.LayerNorm");
        RegisterComponents();

        LowRankLinear Linear(int place, string name) => new(weights, matrices[place], $"{prefix}.{name}.bias", rank, usesBFloat16);
    }

    /// <summary>The matrices.</summary>
    public IEnumerable<LowRankLinear> Matrices => [_query, _key, _value, _attended, _wide, _narrow];

    /// <summary>Takes pieces to pieces.</summary>
    /// <param name="input">[texts · pieces, width].</param>
    /// <param name="texts">Number of texts.</param>
    /// <param name="mask">Added to attention's logits, [texts, 1, 1, pieces]: 0 for pieces and −∞ for padding.</param>
    public torch.Tensor Forward(torch.Tensor input, long texts, torch.Tensor mask)
    {
        long width = input.shape[1];
        var heads = torch.nn.functional.scaled_dot_product_attention(Split(_query), Split(_key), Split(_value), mask);
        var attended = heads.transpose(1, 2).reshape(-1, width);
        var middle = _attentionNorm.forward(input.Plus(_attended.forward(attended)));
        return _norm.forward(middle.Plus(_narrow.forward(torch.nn.functional.gelu(_wide.forward(middle)))));

        torch.Tensor Split(LowRankLinear linear) => linear.forward(input).reshape(texts, -1, Heads, width / Heads).transpose(1, 2);
    }
}
