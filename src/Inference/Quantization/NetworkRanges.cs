using System.Numerics.Tensors;
using System.Runtime.InteropServices;
using Google.Protobuf;
using Moodstream.Inference.Onnx;
using Onnx;
using DataType = Onnx.TensorProto.Types.DataType;

namespace Moodstream.Inference.Quantization;

/// <summary>
/// Where the values within a network lie, as measured on training posts: by them the network is computed in bytes
/// (<see cref="QuantizedNetwork"/>).
/// </summary>
/// <remarks>The file is an ONNX graph of nothing but initializers in half precision: <c>NAME/low</c> and <c>NAME/high</c> for a value NAME, [columns] each.</remarks>
public sealed class NetworkRanges
{
    private const string Low = "/low";
    private const string High = "/high";

    private readonly Dictionary<string, ValueRange> _ranges;

    /// <summary>Makes them; numbers are rounded to half precision.</summary>
    /// <param name="ranges">The range of each value.</param>
    /// <exception cref="ArgumentException">A range is none, such as that of a value which is 0 throughout.</exception>
    public NetworkRanges(IEnumerable<KeyValuePair<string, ValueRange>> ranges)
    {
        _ranges = ranges.ToDictionary(
            range => range.Key, range => new ValueRange(Rounded(range.Value.Low), Rounded(range.Value.High)), StringComparer.Ordinal);
        if (_ranges.FirstOrDefault(range => !range.Value.IsProper) is { Key: { } value })
        {
            throw new ArgumentException($"The range of '{value}' is none.", nameof(ranges));
        }
    }

    /// <summary>Reads a file.</summary>
    /// <param name="file">Its bytes.</param>
    /// <exception cref="InvalidDataException">It has another form.</exception>
    public static NetworkRanges Read(byte[] file)
    {
        try
        {
            var graph = ModelProto.Parser.ParseFrom(file).Graph ?? throw new InvalidDataException("The file holds no graph.");
            var numbers = graph.Initializer.ToDictionary(tensor => tensor.Name, HalvesOf, StringComparer.Ordinal);
            return new NetworkRanges(numbers.Keys
                .Where(name => name.EndsWith(Low, StringComparison.Ordinal))
                .Select(name => name[..^Low.Length])
                .Select(value => KeyValuePair.Create(value, new ValueRange(numbers[value + Low], numbers[value + High]))));
        }
        catch (Exception exception) when (exception is InvalidProtocolBufferException or ArgumentException or KeyNotFoundException)
        {
            throw new InvalidDataException("The file holds no ranges.", exception);
        }
    }

    /// <summary>Names of the values.</summary>
    public IReadOnlyCollection<string> Values => _ranges.Keys;

    /// <summary>The ranges as a file.</summary>
    public byte[] ToBytes()
    {
        GraphProto graph = new() { Name = "ranges" };
        foreach (var (value, range) in _ranges)
        {
            graph.Initializer.Add(Tensor(value + Low, range.Low));
            graph.Initializer.Add(Tensor(value + High, range.High));
        }

        return new ModelProto { ProducerName = "moodstream", Graph = graph }.ToByteArray();
    }

    /// <summary>The range of a value; null where there is none.</summary>
    internal ValueRange? Find(string value) => _ranges.GetValueOrDefault(value);

    private static float[] Rounded(float[] numbers) => HalvesOf(Tensor("", numbers));

    private static TensorProto Tensor(string name, float[] numbers) => NetworkWeights.Halves(name, numbers, numbers.Length);

    private static float[] HalvesOf(TensorProto tensor)
    {
        var halves = MemoryMarshal.Cast<byte, Half>(tensor.RawData.Span);
        var numbers = new float[tensor.DataType == (int)DataType.Float16 ? halves.Length : 0];
        TensorPrimitives.ConvertToSingle(halves[..numbers.Length], numbers);
        return numbers;
    }
}
