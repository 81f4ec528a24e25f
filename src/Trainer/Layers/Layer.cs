using Moodstream.Inference.Onnx;
using TorchSharp;

namespace Moodstream.Trainer.Layers;

/// <summary>A layer that can be trained here and written as ONNX.</summary>
internal abstract class Layer(string name) : torch.nn.Module<torch.Tensor, torch.Tensor>(name)
{
    /// <summary>Adds the layer to a network, as it is in use (dropout does nothing).</summary>
    /// <param name="graph">The network.</param>
    /// <param name="value">The layer's input [N, in].</param>
    /// <returns>Its output [N, out].</returns>
    public abstract string Export(OnnxGraph graph, string value);
}
