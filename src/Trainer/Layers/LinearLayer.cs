using Moodstream.Inference.Onnx;
using Moodstream.Trainer.Numerics;
using TorchSharp;
using TorchSharp.Modules;

namespace Moodstream.Trainer.Layers;

/// <summary>x·Wᵀ + b.</summary>
internal sealed class LinearLayer : Layer
{
    private readonly Linear _linear;

    /// <summary>Makes the layer with random weights.</summary>
    public LinearLayer(int width, int outputs)
        : base("linear")
    {
        _linear = torch.nn.Linear(width, outputs);
        RegisterComponents();
    }

    /// <summary>Adds to what comes out.</summary>
    public void Shift(float[] values)
    {
        using var noGradient = torch.no_grad();
        using var shift = torch.tensor(values, device: _linear.bias!.device);
        _linear.bias.add_(shift, Scalars.One);
    }

    public override torch.Tensor forward(torch.Tensor input) => _linear.forward(input);

    public override string Export(OnnxGraph graph, string value) => graph.Linear(value, _linear.weight!.Numbers(), _linear.bias!.Numbers());
}
