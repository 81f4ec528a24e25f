using Moodstream.Inference.Onnx;
using TorchSharp;

namespace Moodstream.Trainer.Layers;

/// <summary>max(x, 0).</summary>
internal sealed class ReluLayer() : Layer("relu")
{
    public override torch.Tensor forward(torch.Tensor input) => torch.nn.functional.relu(input);

    public override string Export(OnnxGraph graph, string value) => graph.Relu(value);
}
