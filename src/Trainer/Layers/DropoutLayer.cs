using Moodstream.Inference.Onnx;
using TorchSharp;
using TorchSharp.Modules;

namespace Moodstream.Trainer.Layers;

/// <summary>Drops a share of the components in training; does nothing in use.</summary>
internal sealed class DropoutLayer : Layer
{
    private readonly Dropout _dropout;

    /// <summary>Makes the layer.</summary>
    /// <param name="share">Share that is dropped, in 0–1.</param>
    public DropoutLayer(double share)
        : base("dropout")
    {
        _dropout = torch.nn.Dropout(share);
        RegisterComponents();
    }

    public override torch.Tensor forward(torch.Tensor input) => _dropout.forward(input);

    public override string Export(OnnxGraph graph, string value) => value;
}
