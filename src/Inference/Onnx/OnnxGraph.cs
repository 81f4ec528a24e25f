using System.Globalization;
using System.Runtime.InteropServices;
using Google.Protobuf;
using Onnx;

namespace Moodstream.Inference.Onnx;

/// <summary>Builds the small ONNX networks of a bundle (projections, head) from trained weights: float tensors with a free number of rows.</summary>
/// <example>
/// <code>
/// var graph = new OnnxGraph("head");
/// var pooled = graph.Input("pooled", 128);
/// var hidden = graph.Relu(graph.Linear(pooled, weights1, bias1));
/// graph.Output("logits", graph.Linear(hidden, weights2, bias2), 7);
/// File.WriteAllBytes("head.onnx", graph.ToBytes());
/// </code>
/// </example>
public sealed class OnnxGraph
{
    private const string Rows = "N";
    private const int RowAxis = 1;

    private readonly GraphProto _graph;
    private int _names;

    /// <summary>Starts an empty network.</summary>
    /// <param name="name">Its name, for people.</param>
    public OnnxGraph(string name) => _graph = new GraphProto { Name = name };

    /// <summary>Adds an input of floats.</summary>
    /// <param name="name">Its name.</param>
    /// <param name="width">Numbers in a row, at least 1; the input is [N, width].</param>
    /// <returns>Name of the value.</returns>
    public string Input(string name, int width)
    {
        _graph.Input.Add(Describe(name, width));
        return name;
    }

    /// <summary>Names a value as an output.</summary>
    /// <param name="name">Name of the output.</param>
    /// <param name="value">The value.</param>
    /// <param name="width">Numbers in a row, at least 1; the output is [N, width].</param>
    public void Output(string name, string value, int width)
    {
        _graph.Node.Add(new NodeProto { OpType = "Identity", Name = name, Input = { value }, Output = { name } });
        _graph.Output.Add(Describe(name, width));
    }

    /// <summary>Adds constant numbers.</summary>
    /// <param name="values">The numbers, row by row.</param>
    /// <param name="dimensions">Their shape.</param>
    /// <returns>Name of the value.</returns>
    /// <exception cref="ArgumentException">The shape holds another number of values.</exception>
    public string Constant(ReadOnlySpan<float> values, params ReadOnlySpan<long> dimensions)
    {
        var count = 1L;
        foreach (var dimension in dimensions)
        {
            count *= dimension;
        }

        if (count != values.Length)
        {
            throw new ArgumentException($"The shape holds {count} values, not {values.Length}.", nameof(dimensions));
        }

        var tensor = new TensorProto
        {
            Name = NewName("constant"),
            DataType = (int)TensorProto.Types.DataType.Float,
            RawData = ByteString.CopyFrom(MemoryMarshal.AsBytes(values)),
        };
        tensor.Dims.AddRange(dimensions.ToArray());
        _graph.Initializer.Add(tensor);
        return tensor.Name;
    }

    /// <summary>Adds <c>x·Wᵀ + b</c>.</summary>
    /// <param name="value">The rows, [N, in].</param>
    /// <param name="weights">W, [out, in] row by row, as PyTorch keeps it.</param>
    /// <param name="bias">b, [out].</param>
    /// <returns>Name of the value, [N, out].</returns>
    public string Linear(string value, ReadOnlySpan<float> weights, ReadOnlySpan<float> bias)
    {
        var w = Constant(weights, bias.Length, weights.Length / bias.Length);
        var b = Constant(bias, bias.Length);
        var node = Operation("Gemm", value, w, b);
        node.Attribute.Add(new AttributeProto { Name = "transB", I = 1, Type = AttributeProto.Types.AttributeType.Int });
        return node.Output[0];
    }

    /// <summary>Adds <c>(x − mean) / deviation</c>, by component.</summary>
    /// <param name="value">The rows, [N, width].</param>
    /// <param name="mean">[width].</param>
    /// <param name="deviation">[width], nowhere 0.</param>
    /// <returns>Name of the value, [N, width].</returns>
    public string Standardize(string value, ReadOnlySpan<float> mean, ReadOnlySpan<float> deviation) =>
        Operator("Div", Operator("Sub", value, Constant(mean, mean.Length)), Constant(deviation, deviation.Length));

    /// <summary>Adds a part of each row.</summary>
    /// <param name="value">The rows, [N, in].</param>
    /// <param name="start">Its first number.</param>
    /// <param name="width">How many numbers.</param>
    /// <returns>Name of the value, [N, width].</returns>
    public string Slice(string value, int start, int width) =>
        Operator("Slice", value, Whole(start), Whole(start + width), Whole(RowAxis));

    /// <summary>Adds rows that are wider by zeros on both sides.</summary>
    /// <param name="value">The rows, [N, in].</param>
    /// <param name="before">Zeros before each row.</param>
    /// <param name="after">Zeros behind it.</param>
    /// <returns>Name of the value, [N, before + in + after].</returns>
    public string Pad(string value, int before, int after) => Operator("Pad", value, Whole(0, before, 0, after));

    /// <summary>Adds another network.</summary>
    /// <param name="network">An ONNX file's bytes, of one input and one output, as <see cref="ToBytes"/> gives it.</param>
    /// <param name="value">What takes the place of its input.</param>
    /// <returns>Name of the value that was its output.</returns>
    /// <exception cref="InvalidDataException">It is no such network.</exception>
    public string Include(byte[] network, string value)
    {
        var other = Read(network);
        var (input, output) = (other.Input[0], other.Output[0]);
        var prefix = NewName("included") + "/";
        foreach (var tensor in other.Initializer)
        {
            tensor.Name = prefix + tensor.Name;
            _graph.Initializer.Add(tensor);
        }

        foreach (var node in other.Node)
        {
            node.Name = prefix + node.Name;
            Rename(node.Input);
            Rename(node.Output);
            _graph.Node.Add(node);
        }

        return prefix + output.Name;

        void Rename(IList<string> names)
        {
            for (var i = 0; i < names.Count; i++)
            {
                names[i] = names[i].Length == 0 ? "" : names[i] == input.Name ? value : prefix + names[i];
            }
        }
    }

    /// <summary>Numbers in a row of a network's input.</summary>
    /// <param name="network">An ONNX file's bytes, as <see cref="Include"/> takes it.</param>
    /// <exception cref="InvalidDataException">It is no such network.</exception>
    public static int InputWidthOf(byte[] network) => (int)Read(network).Input[0].Type.TensorType.Shape.Dim[^1].DimValue;

    /// <summary>Adds the rectifier, max(x, 0).</summary>
    /// <param name="value">The value.</param>
    /// <returns>Name of the value.</returns>
    public string Relu(string value) => Operator("Relu", value);

    /// <summary>Adds an ONNX operator without attributes, such as <c>Tanh</c>, <c>Sqrt</c>, <c>Add</c> or <c>Mul</c>.</summary>
    /// <param name="type">Name of the operator in ONNX operator set 17.</param>
    /// <param name="values">Its inputs.</param>
    /// <returns>Name of the value.</returns>
    public string Operator(string type, params string[] values) => Operation(type, values).Output[0];

    /// <summary>The network as an ONNX file.</summary>
    public byte[] ToBytes() => OnnxFile.Of(_graph);

    private static GraphProto Read(byte[] network)
    {
        try
        {
            return ModelProto.Parser.ParseFrom(network).Graph is { Input.Count: 1, Output.Count: 1 } graph
                ? graph
                : throw new InvalidDataException("The network must have one input and one output.");
        }
        catch (InvalidProtocolBufferException exception)
        {
            throw new InvalidDataException("The file is no ONNX file.", exception);
        }
    }

    private string Whole(params ReadOnlySpan<long> values)
    {
        var tensor = new TensorProto
        {
            Name = NewName("whole"),
            DataType = (int)TensorProto.Types.DataType.Int64,
            Dims = { values.Length },
            RawData = ByteString.CopyFrom(MemoryMarshal.AsBytes(values)),
        };
        _graph.Initializer.Add(tensor);
        return tensor.Name;
    }

    private NodeProto Operation(string type, params string[] values)
    {
        var name = NewName(type);
        var node = new NodeProto { OpType = type, Name = name, Output = { name } };
        node.Input.AddRange(values);
        _graph.Node.Add(node);
        return node;
    }

    private string NewName(string kind) => string.Create(CultureInfo.InvariantCulture, $"{kind.ToLowerInvariant()}_{_names++}");

    private static ValueInfoProto Describe(string name, int width) => new()
    {
        Name = name,
        Type = new TypeProto
        {
            TensorType = new TypeProto.Types.Tensor
            {
                ElemType = (int)TensorProto.Types.DataType.Float,
                Shape = new TensorShapeProto
                {
                    Dim =
                    {
                        new TensorShapeProto.Types.Dimension { DimParam = Rows },
                        new TensorShapeProto.Types.Dimension { DimValue = width },
                    },
                },
            },
        },
    };
}
