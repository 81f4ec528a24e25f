using System.Numerics.Tensors;
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
    public float[] ValuesOf(string name) => ValuesOf(_tensors[name]).ToArray();

    /// <summary>
    /// The numbers of a tensor where they lie, so that whoever changes them changes the tensor: a network is tens of megabytes, and the system
    /// would have to clear memory for each copy of it.
    /// </summary>
    internal static Span<float> ValuesOf(TensorProto tensor)
    {
        Pack(tensor);
        return MemoryMarshal.TryGetArray(tensor.RawData.Memory, out var bytes)
            ? MemoryMarshal.Cast<byte, float>(bytes.AsSpan())
            : throw new InvalidOperationException($"The numbers of '{tensor.Name}' are in no array.");
    }

    /// <summary>Makes numbers that a tensor holds one by one the bytes that they are in memory: millions would be written, and read again, one by one.</summary>
    internal static void Pack(TensorProto tensor)
    {
        if (tensor.FloatData.Count == 0)
        {
            return;
        }

        var bytes = new byte[sizeof(float) * tensor.FloatData.Count];
        var values = MemoryMarshal.Cast<byte, float>(bytes.AsSpan());
        for (var i = 0; i < values.Length; i++)
        {
            values[i] = tensor.FloatData[i];
        }

        tensor.FloatData.Clear();
        tensor.RawData = UnsafeByteOperations.UnsafeWrap(bytes);
    }

    /// <summary>Makes a tensor.</summary>
    /// <param name="name">Its name.</param>
    /// <param name="type">What its numbers are.</param>
    /// <param name="values">Its numbers.</param>
    /// <param name="dimensions">Its shape; none for a single number.</param>
    internal static TensorProto Tensor<T>(string name, TensorProto.Types.DataType type, ReadOnlySpan<T> values, params IEnumerable<long> dimensions)
        where T : unmanaged
    {
        TensorProto tensor = new() { Name = name, DataType = (int)type, RawData = ByteString.CopyFrom(MemoryMarshal.AsBytes(values)) };
        tensor.Dims.AddRange(dimensions);
        return tensor;
    }

    /// <summary>Makes a tensor in half precision.</summary>
    /// <param name="name">Its name.</param>
    /// <param name="values">Its numbers; they are rounded.</param>
    /// <param name="dimensions">Its shape.</param>
    internal static TensorProto Halves(string name, ReadOnlySpan<float> values, params IEnumerable<long> dimensions)
    {
        var halves = new Half[values.Length];
        TensorPrimitives.ConvertToHalf(values, halves);
        return Tensor<Half>(name, TensorProto.Types.DataType.Float16, halves, dimensions);
    }
}
