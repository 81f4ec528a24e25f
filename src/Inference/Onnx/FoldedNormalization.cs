using System.Numerics.Tensors;
using Onnx;
using DataType = Onnx.TensorProto.Types.DataType;

namespace Moodstream.Inference.Onnx;

/// <summary>
/// Merges each batch normalization of a network into the convolution before it: w' = w·γ/√(σ² + ε), b' = β − μ·γ/√(σ² + ε) (Ioffe and Szegedy,
/// <i>Batch Normalization</i>, ICML 2015, section 3.1).
/// </summary>
internal static class FoldedNormalization
{
    private const float DefaultEpsilon = 1e-5f;

    /// <summary>Changes a network whose convolutions have no bias of their own.</summary>
    public static void Apply(GraphProto network)
    {
        var weights = network.Initializer.ToDictionary(weight => weight.Name, StringComparer.Ordinal);
        var convolutions = network.Node.Where(node => node.OpType == "Conv" && node.Input.Count == 2).ToDictionary(node => node.Output[0], StringComparer.Ordinal);
        foreach (var normalization in network.Node.Where(node => node.OpType == "BatchNormalization").ToArray())
        {
            if (!convolutions.TryGetValue(normalization.Input[0], out var convolution))
            {
                continue;
            }

            float[][] numbers = [.. normalization.Input.Skip(1).Select(name => NetworkWeights.ValuesOf(weights[name]).ToArray())];
            var (gamma, beta, mean, variance) = (numbers[0], numbers[1], numbers[2], numbers[3]);
            var epsilon = normalization.Attribute.FirstOrDefault(attribute => attribute.Name == "epsilon")?.F ?? DefaultEpsilon;
            float[] factors = [.. gamma.Zip(variance, (g, v) => g / MathF.Sqrt(v + epsilon))];
            var weight = weights[convolution.Input[1]];
            var values = NetworkWeights.ValuesOf(weight);
            var width = values.Length / factors.Length;
            for (var i = 0; i < factors.Length; i++)
            {
                var map = values.Slice(i * width, width);
                TensorPrimitives.Multiply(map, factors[i], map);
            }

            var bias = NetworkWeights.Tensor<float>(weight.Name + "/bias", DataType.Float, [.. beta.Select((value, i) => value - (mean[i] * factors[i]))], factors.Length);
            network.Initializer.Add(bias);
            convolution.Input.Add(bias.Name);
            convolution.Output[0] = normalization.Output[0];
            network.Node.Remove(normalization);
            foreach (var number in normalization.Input.Skip(1))
            {
                network.Initializer.Remove(weights[number]);
            }
        }
    }
}
