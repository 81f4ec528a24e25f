using Moodstream.Inference.Onnx;
using TorchSharp;
using TorchSharp.Modules;

namespace Moodstream.Trainer.Layers;

/// <summary>Layers one after the other; none at all changes nothing.</summary>
internal sealed class LayerStack : Layer
{
    private readonly ModuleList<Layer> _layers;

    /// <summary>Stacks layers.</summary>
    public LayerStack(params Layer[] layers)
        : base("stack")
    {
        _layers = new ModuleList<Layer>(layers);
        RegisterComponents();
    }

    /// <summary>The last layer, where it is linear.</summary>
    public LinearLayer? LastLinear => _layers.LastOrDefault() as LinearLayer;

    public override torch.Tensor forward(torch.Tensor input) => _layers.Aggregate(input, (value, layer) => layer.forward(value));

    public override string Export(OnnxGraph graph, string value) => _layers.Aggregate(value, (name, layer) => layer.Export(graph, name));
}
