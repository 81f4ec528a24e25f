using System.Numerics.Tensors;
using System.Runtime.InteropServices;
using Google.Protobuf;
using Onnx;

namespace Moodstream.Inference.Onnx;

/// <summary>
/// What training changed in a network that comes with the program: to each of some weights W, seen as a matrix of its first dimension by
/// all others, a product of low rank is added, W + D·U (Hu et al., <i>LoRA</i>, ICLR 2022). So a bundle needs a hundredth of the
/// network's size, and answering costs nothing more.
/// </summary>
/// <remarks>The file is an ONNX graph of nothing but initializers in half precision: <c>NAME/down</c> and <c>NAME/up</c> for a weight NAME.</remarks>
public sealed class NetworkUpdate
{
    private const string Down = "/down";
    private const string Up = "/up";

    private readonly GraphProto _graph;

    private NetworkUpdate(GraphProto graph) => _graph = graph;

    /// <summary>An update that changes nothing yet.</summary>
    public NetworkUpdate()
        : this(new GraphProto { Name = "update" })
    {
    }

    /// <summary>Reads a file.</summary>
    /// <param name="file">Its bytes.</param>
    /// <exception cref="InvalidDataException">It has another form.</exception>
    public static NetworkUpdate Read(byte[] file)
    {
        try
        {
            return new NetworkUpdate(ModelProto.Parser.ParseFrom(file).Graph ?? throw new InvalidDataException("The file holds no graph."));
        }
        catch (InvalidProtocolBufferException exception)
        {
            throw new InvalidDataException("The file is no ONNX file.", exception);
        }
    }

    /// <summary>Adds the change of a weight; numbers are rounded to half precision.</summary>
    /// <param name="weight">Name of the weight in the network.</param>
    /// <param name="down">D, [rows, rank] row by row.</param>
    /// <param name="up">U, [rank, columns] row by row.</param>
    /// <param name="rank">The rank, at least 1.</param>
    public void Add(string weight, ReadOnlySpan<float> down, ReadOnlySpan<float> up, int rank)
    {
        ArgumentException.ThrowIfNullOrEmpty(weight);
        ArgumentOutOfRangeException.ThrowIfLessThan(rank, 1);
        _graph.Initializer.Add(NetworkWeights.Halves(weight + Down, down, down.Length / rank, rank));
        _graph.Initializer.Add(NetworkWeights.Halves(weight + Up, up, rank, up.Length / rank));
    }

    /// <summary>The change of a weight, as <see cref="Add"/> takes it; null where the update leaves the weight as it is.</summary>
    /// <param name="weight">Name of the weight in the network.</param>
    /// <exception cref="InvalidDataException">The numbers are cut or of another kind.</exception>
    public (float[] Down, float[] Up, int Rank)? Find(string weight)
    {
        var down = _graph.Initializer.FirstOrDefault(tensor => tensor.Name == weight + Down);
        var up = _graph.Initializer.FirstOrDefault(tensor => tensor.Name == weight + Up);
        return down is null || up is null ? null : (HalvesOf(down), HalvesOf(up), (int)down.Dims[1]);
    }

    /// <summary>The update as a file.</summary>
    public byte[] ToBytes() => new ModelProto { ProducerName = "moodstream", Graph = _graph }.ToByteArray();

    /// <summary>Changes a network.</summary>
    /// <exception cref="InvalidDataException">The update is not one of this network.</exception>
    internal void ApplyTo(GraphProto network)
    {
        var changes = _graph.Initializer.ToDictionary(tensor => tensor.Name, StringComparer.Ordinal);
        var weights = network.Initializer.ToDictionary(tensor => tensor.Name, StringComparer.Ordinal);
        foreach (var down in _graph.Initializer.Where(tensor => tensor.Name.EndsWith(Down, StringComparison.Ordinal)))
        {
            var name = down.Name[..^Down.Length];
            if (!changes.TryGetValue(name + Up, out var up)
                || !weights.TryGetValue(name, out var weight)
                || down.Dims is not [var rows, var rank]
                || up.Dims is not [var inner, var columns]
                || rank != inner
                || weight.Dims[0] != rows
                || weight.Dims.Aggregate(1L, (product, size) => product * size) != rows * columns)
            {
                throw new InvalidDataException($"The update of '{name}' does not fit the network.");
            }

            AddProduct(HalvesOf(down), HalvesOf(up), (int)rank, (int)columns, NetworkWeights.ValuesOf(weight));
        }
    }

    private static void AddProduct(float[] down, float[] up, int rank, int columns, Span<float> weight)
    {
        for (var i = 0; i < down.Length; i++)
        {
            var row = weight.Slice(i / rank * columns, columns);
            TensorPrimitives.MultiplyAdd(up.AsSpan(i % rank * columns, columns), down[i], row, row);
        }
    }

    private static float[] HalvesOf(TensorProto tensor)
    {
        var halves = MemoryMarshal.Cast<byte, Half>(tensor.RawData.Span);
        if (tensor.DataType != (int)TensorProto.Types.DataType.Float16 || halves.Length != tensor.Dims[0] * tensor.Dims[1])
        {
            throw new InvalidDataException($"'{tensor.Name}' is not in half precision, or cut.");
        }

        var values = new float[halves.Length];
        TensorPrimitives.ConvertToSingle(halves, values);
        return values;
    }
}
