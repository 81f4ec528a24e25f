using System.Runtime.InteropServices;
using Google.Protobuf;
using Moodstream.Inference.Models;
using Moodstream.Inference.Options;
using Onnx;

namespace Moodstream.Inference.Onnx;

/// <summary>The weights of a network that comes with the program, for training it further.</summary>
public sealed class NetworkWeights
{
    private readonly GraphProto _graph;
    private readonly Dictionary<string, TensorProto> _tensors;

    private NetworkWeights(GraphProto graph)
    {
        _graph = graph;
        _tensors = graph.Initializer.ToDictionary(tensor => tensor.Name, StringComparer.Ordinal);
    }

    /// <summary>Reads a network.</summary>
    /// <param name="options">Where the networks are.</param>
    /// <param name="network">Its name, such as <c>minilm</c>.</param>
    /// <exception cref="ModelBundleException">It is missing.</exception>
    public static NetworkWeights Read(InferenceOptions options, string network)
    {
        ArgumentNullException.ThrowIfNull(options);
        return new NetworkWeights(ModelProto.Parser.ParseFrom(new NetworkFolder(options).Read(network)).Graph);
    }

    /// <summary>Names of the weights that nodes of one operator take as their second input, in the order of the nodes.</summary>
    /// <param name="operatorType">The operator, such as <c>MatMul</c>.</param>
    public IReadOnlyList<string> NamesOf(string operatorType) =>
        [.. _graph.Node.Where(node => node.OpType == operatorType && _tensors.ContainsKey(node.Input[1])).Select(node => node.Input[1])];

    /// <summary>The shape of a weight.</summary>
    /// <exception cref="KeyNotFoundException">The network has no such weight.</exception>
    public long[] ShapeOf(string name) => [.. _tensors[name].Dims];

    /// <summary>The numbers of a weight, in row-major order.</summary>
    /// <exception cref="KeyNotFoundException">The network has no such weight.</exception>
    public float[] ValuesOf(string name) => ValuesOf(_tensors[name]);

    internal static float[] ValuesOf(TensorProto tensor) => tensor.RawData.IsEmpty
        ? [.. tensor.FloatData]
        : MemoryMarshal.Cast<byte, float>(tensor.RawData.Span).ToArray();

    /// <summary>Sets the numbers of a tensor, as the bytes that they are in memory.</summary>
    internal static void Set(TensorProto tensor, ReadOnlySpan<float> values)
    {
        tensor.FloatData.Clear();
        tensor.RawData = ByteString.CopyFrom(MemoryMarshal.AsBytes(values));
    }
}
