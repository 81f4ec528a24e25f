using Moodstream.Inference.Onnx;
using TorchSharp;

namespace Moodstream.Trainer.Modalities.Sentences;

/// <summary>A layer normalisation (Ba, Kiros and Hinton 2016) that training leaves as it is.</summary>
internal sealed class FrozenNorm : torch.nn.Module<torch.Tensor, torch.Tensor>
{
    private const double Epsilon = 1e-12;

    private readonly torch.Tensor _scale;
    private readonly torch.Tensor _shift;

    /// <summary>Makes the layer from the weights with a prefix.</summary>
    public FrozenNorm(NetworkWeights weights, string prefix)
        : base("norm")
    {
        _scale = torch.tensor(weights.ValuesOf($"{prefix}.weight"));
        _shift = torch.tensor(weights.ValuesOf($"{prefix}.bias"));
        RegisterComponents();
    }

    public override torch.Tensor forward(torch.Tensor input) =>
        torch.nn.functional.layer_norm(input, [_scale.shape[0]], _scale, _shift, Epsilon);
}
