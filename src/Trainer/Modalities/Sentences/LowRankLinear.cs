using Moodstream.Inference.Onnx;
using Moodstream.Trainer.Errors;
using Moodstream.Trainer.Numerics;
using TorchSharp;
using TorchSharp.Modules;

namespace Moodstream.Trainer.Modalities.Sentences;

/// <summary>
/// x·(W + D·U) + b, where W and b stay and only the factors D and U of low rank are trained (Hu et al., <i>LoRA</i>, ICLR 2022). D·U
/// starts as 0.
/// </summary>
internal sealed class LowRankLinear : torch.nn.Module<torch.Tensor, torch.Tensor>
{
    private readonly string _name;
    private readonly torch.Tensor _weight;
    private readonly torch.Tensor? _roundedWeight;
    private readonly torch.Tensor _bias;
    private readonly Parameter _down;
    private readonly Parameter _up;

    /// <summary>Makes the layer.</summary>
    /// <param name="weights">The network's weights.</param>
    /// <param name="weight">Name of W, [in, out].</param>
    /// <param name="bias">Name of b, [out].</param>
    /// <param name="rank">Rank of the update, at least 1.</param>
    /// <param name="usesBFloat16">Whether training multiplies by W in bfloat16.</param>
    public LowRankLinear(NetworkWeights weights, string weight, string bias, int rank, bool usesBFloat16)
        : base("low_rank_linear")
    {
        long[] shape = weights.ShapeOf(weight);
        _name = weight;
        using var stored = torch.tensor(weights.ValuesOf(weight), shape);
        _weight = stored.t().contiguous();
        _roundedWeight = usesBFloat16 ? _weight.to_type(torch.ScalarType.BFloat16) : null;
        _bias = torch.tensor(weights.ValuesOf(bias));
        using Scalar scale = 1 / Math.Sqrt(shape[0]);
        _down = new Parameter(torch.randn(shape[0], rank) * scale);
        _up = new Parameter(torch.zeros(rank, shape[1]));
        RegisterComponents();
    }

    /// <summary>Takes over the factors of an earlier training.</summary>
    /// <exception cref="TrainerException">They are of another rank.</exception>
    public void StartFrom(NetworkUpdate earlier)
    {
        if (earlier.Find(_name) is not var (down, up, rank))
        {
            return;
        }

        if (rank != _down.shape[1])
        {
            throw new TrainerException($"--from: its update of MiniLM is of rank {rank}; go on with --set sentenceRank={rank}, or with 0 to leave it as it is.");
        }

        using var noGradient = torch.no_grad();
        using var first = torch.tensor(down, _down.shape);
        using var second = torch.tensor(up, _up.shape);
        _down.copy_(first);
        _up.copy_(second);
    }

    /// <summary>Rounds the factors to half precision, which is how they are stored.</summary>
    public void Finish()
    {
        using var noGradient = torch.no_grad();
        foreach (var factor in new[] { _down, _up })
        {
            using var rounded = factor.RoundedToHalf();
            factor.copy_(rounded);
        }
    }

    /// <summary>Adds D and U to an update of the network.</summary>
    public void AddTo(NetworkUpdate update) => update.Add(_name, _down.Numbers(), _up.Numbers(), (int)_down.shape[1]);

    public override torch.Tensor forward(torch.Tensor input) => Frozen(input).Plus(input.matmul(_down).matmul(_up));

    private torch.Tensor Frozen(torch.Tensor input)
    {
        if (_roundedWeight is null || !training)
        {
            return torch.nn.functional.linear(input, _weight, _bias);
        }

        var product = torch.nn.functional.linear(input.to_type(torch.ScalarType.BFloat16), _roundedWeight);
        return product.to_type(torch.ScalarType.Float32).Plus(_bias);
    }
}
