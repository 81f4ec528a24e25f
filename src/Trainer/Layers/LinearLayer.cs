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

    public override torch.Tensor forward(torch.Tensor input) => _linear.forward(input);

    public override string Export(OnnxGraph graph, string value) => graph.Linear(value, _linear.weight!.Numbers(), _linear.bias!.Numbers());
}
