using Moodstream.Inference.Onnx;
using TorchSharp;

namespace Moodstream.Trainer.Layers;

/// <summary>Puts a vector at a place of a wider one that is 0 elsewhere, so that a sum of such vectors is their concatenation.</summary>
/// <param name="width">Numbers that come in.</param>
/// <param name="offset">Where they go.</param>
/// <param name="total">Numbers that go out.</param>
internal sealed class PlaceLayer(int width, int offset, int total) : Layer("place")
{
    public override torch.Tensor forward(torch.Tensor input) => torch.nn.functional.pad(input, [offset, total - offset - width]);

    public override string Export(OnnxGraph graph, string value)
    {
        float[] weights = new float[total * width];
        for (int index = 0; index < width; index++)
        {
            weights[((offset + index) * width) + index] = 1;
        }

        return graph.Linear(value, weights, new float[total]);
    }
}
