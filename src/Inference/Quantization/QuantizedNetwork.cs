using Onnx;

namespace Moodstream.Inference.Quantization;

/// <summary>
/// Has a network computed in whole numbers of eight bits, which is two to three times as fast on a CPU: the inputs of its products are rounded to
/// the bytes that their ranges give, and its weights to one of 129 steps for each column or map (Jacob et al., <i>Quantization and Training of Neural
/// Networks for Efficient Integer-Arithmetic-Only Inference</i>, CVPR 2018).
/// </summary>
/// <remarks>Ranges are fixed, so that what a post gets does not depend on the batch.</remarks>
internal static class QuantizedNetwork
{
    /// <summary>The least set of operators that rounds by columns and maps.</summary>
    public const int OperatorSet = 13;

    private const int LeastMaps = 16;

    /// <summary>The values whose ranges must be known, each with its columns: what is multiplied by weights, and what sums of maps are made of.</summary>
    /// <param name="network">The network, as <see cref="Apply"/> will get it.</param>
    public static IReadOnlyList<(string Name, int Columns)> ValuesOf(GraphProto network)
    {
        var weights = network.Initializer.ToDictionary(weight => weight.Name, StringComparer.Ordinal);
        var products = network.Node.Where(node => IsProduct(node, weights)).ToArray();
        var rectified = network.Node.Where(node => node.OpType == "Relu").Select(node => node.Input[0]).ToHashSet(StringComparer.Ordinal);
        var maps = products.Where(node => IsMaps(node) && !rectified.Contains(node.Output[0])).Select(node => (node.Output[0], 1));
        return [.. products.Select(node => (node.Input[0], IsMaps(node) ? 1 : (int)weights[node.Input[1]].Dims[0])).Concat(maps).Distinct()];
    }

    /// <summary>Changes a network.</summary>
    /// <param name="model">The network, of <see cref="OperatorSet"/> at least; where it has convolutions, without normalizations behind them.</param>
    /// <param name="ranges">The ranges of its values.</param>
    /// <param name="inIntegers">
    /// Whether weights become whole numbers, which the CPU computes with; otherwise they are rounded as well but stay fractions, for devices that
    /// multiply only these: the answers are the same but for the last digits.
    /// </param>
    /// <exception cref="InvalidDataException">The ranges are not those of this network.</exception>
    public static void Apply(ModelProto model, NetworkRanges ranges, bool inIntegers)
    {
        var values = ValuesOf(model.Graph);
        if (ranges.Values.Count != values.Count || values.Any(value => ranges.Find(value.Name)?.Columns != value.Columns))
        {
            throw new InvalidDataException("The ranges are not those of the network's values.");
        }

        new NetworkRounding(model.Graph, ranges, inIntegers).Apply();
    }

    /// <summary>Whether a node multiplies by weights, and is to do so in bytes. The convolution that reads colours is not: what it rounds away is lost to all behind it.</summary>
    public static bool IsProduct(NodeProto node, Dictionary<string, TensorProto> weights) =>
        (node.OpType == "MatMul" && weights.ContainsKey(node.Input[1]))
        || (IsMaps(node) && weights.TryGetValue(node.Input[1], out var weight) && weight.Dims[1] >= LeastMaps);

    /// <summary>Whether a product makes maps, whose columns are rounded alike.</summary>
    public static bool IsMaps(NodeProto product) => product.OpType == "Conv";
}
