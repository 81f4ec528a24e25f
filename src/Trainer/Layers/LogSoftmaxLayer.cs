using Moodstream.Inference.Onnx;
using TorchSharp;

namespace Moodstream.Trainer.Layers;

/// <summary>Logarithms of probabilities; their sum is the logarithm of a product of classifiers.</summary>
internal sealed class LogSoftmaxLayer() : Layer("log_softmax")
{
    public override torch.Tensor forward(torch.Tensor input) => torch.nn.functional.log_softmax(input, 1);

    public override string Export(OnnxGraph graph, string value) => graph.Operator("LogSoftmax", value);
}
