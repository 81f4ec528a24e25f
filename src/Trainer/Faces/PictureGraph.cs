using System.Globalization;
using System.Runtime.InteropServices;
using Google.Protobuf;
using Moodstream.Inference.Onnx;
using Onnx;

namespace Moodstream.Trainer.Faces;

/// <summary>
/// Builds an ONNX network over pictures. Sides are padded by an operator of its own and never by a convolution or a pooling, since not every provider
/// can pad one side more than the other, as these networks want.
/// </summary>
/// <param name="name">Its name, for people.</param>
internal sealed class PictureGraph(string name)
{
    private readonly GraphProto _graph = new() { Name = name };
    private int _names;

    /// <summary>Adds an input of pictures, bytes [N, side, side, 3], and makes numbers of them: each less its colour's mean, divided by 255.</summary>
    public string Pixels(string name, int side, params ReadOnlySpan<float> mean)
    {
        _graph.Input.Add(Describe(name, TensorProto.Types.DataType.Uint8, side, side, 3));
        string byChannel = Add("Transpose", [name], Attribute("perm", 0, 3, 1, 2));
        string numbers = Add("Cast", [byChannel], Attribute("to", (long)TensorProto.Types.DataType.Float));
        return Add("Div", [Add("Sub", [numbers, Constant(mean, 3, 1, 1)]), Constant([255f], 1)]);
    }

    /// <summary>Adds a convolution.</summary>
    /// <param name="value">Its input.</param>
    /// <param name="filters">Its weights: height, width, input, output.</param>
    /// <param name="bias">What is added to its output.</param>
    /// <param name="stride">Its step.</param>
    public string Convolution(string value, FaceWeight filters, FaceWeight bias, int stride = 1) =>
        Add("Conv", [value, Constant(filters.Permute(3, 2, 0, 1)), Constant(bias)], Attribute("strides", stride, stride));

    /// <summary>Adds a convolution of each channel by itself, and one that mixes the channels of each place.</summary>
    /// <param name="value">Its input, padded.</param>
    /// <param name="depthwise">Weights of the first.</param>
    /// <param name="pointwise">Weights of the second.</param>
    /// <param name="bias">What is added to its output.</param>
    /// <param name="stride">Its step.</param>
    public string Separable(string value, FaceWeight depthwise, FaceWeight pointwise, FaceWeight bias, int stride = 1)
    {
        string channels = Add(
            "Conv", [value, Constant(depthwise.Permute(2, 3, 0, 1))], Attribute("strides", stride, stride), Attribute("group", depthwise.Shape[2]));
        return Convolution(channels, pointwise, bias);
    }

    /// <summary>Pads a value at its sides.</summary>
    /// <param name="value">The value.</param>
    /// <param name="before">Rows above and columns at the left.</param>
    /// <param name="after">Rows below and columns at the right.</param>
    /// <param name="with">What they hold.</param>
    public string Pad(string value, int before, int after, float with = 0)
    {
        TensorProto sides = new() { Name = NewName(), DataType = (int)TensorProto.Types.DataType.Int64, Dims = { 8 } };
        sides.Int64Data.AddRange([0, 0, before, before, 0, 0, after, after]);
        _graph.Initializer.Add(sides);
        return Add("Pad", [value, sides.Name, Constant([with])]);
    }

    /// <summary>Adds the maximum of squares of 2 × 2 places.</summary>
    /// <param name="value">The value, padded.</param>
    /// <param name="stride">Step from one square to the next.</param>
    public string Maximum(string value, int stride) =>
        Add("MaxPool", [value], Attribute("kernel_shape", 2, 2), Attribute("strides", stride, stride));

    /// <summary>Adds a rectifier that lets a share of what is negative through.</summary>
    public string LeakyRelu(string value, float share) =>
        Add("LeakyRelu", [value], new AttributeProto { Name = "alpha", F = share, Type = AttributeProto.Types.AttributeType.Float });

    /// <summary>Adds a constant.</summary>
    /// <returns>Its name.</returns>
    public string Constant(FaceWeight weight) => Constant(weight.Values, [.. weight.Shape.Select(size => (long)size)]);

    /// <summary>Adds an operator.</summary>
    /// <returns>Name of its output.</returns>
    public string Add(string type, string[] inputs, params AttributeProto[] attributes)
    {
        NodeProto node = new() { OpType = type, Output = { NewName() } };
        node.Input.AddRange(inputs);
        node.Attribute.AddRange(attributes);
        _graph.Node.Add(node);
        return node.Output[0];
    }

    /// <summary>Makes an attribute of whole numbers.</summary>
    public static AttributeProto Attribute(string name, params ReadOnlySpan<long> values)
    {
        AttributeProto attribute = new() { Name = name, Type = AttributeProto.Types.AttributeType.Ints };
        attribute.Ints.AddRange(values.ToArray());
        return attribute;
    }

    /// <summary>Makes an attribute of a whole number.</summary>
    public static AttributeProto Attribute(string name, long value) => new() { Name = name, I = value, Type = AttributeProto.Types.AttributeType.Int };

    /// <summary>Names a value as the output.</summary>
    /// <param name="name">Name of the output.</param>
    /// <param name="value">The value.</param>
    /// <param name="sizes">Its sizes after the first, which is free.</param>
    public void Output(string name, string value, params ReadOnlySpan<int> sizes)
    {
        _graph.Node.Add(new NodeProto { OpType = "Identity", Input = { value }, Output = { name } });
        _graph.Output.Add(Describe(name, TensorProto.Types.DataType.Float, sizes));
    }

    /// <summary>The network as an ONNX file.</summary>
    public byte[] ToBytes() => OnnxFile.Of(_graph);

    private string Constant(ReadOnlySpan<float> values, params ReadOnlySpan<long> sizes)
    {
        TensorProto tensor = new()
        {
            Name = NewName(),
            DataType = (int)TensorProto.Types.DataType.Float,
            RawData = ByteString.CopyFrom(MemoryMarshal.AsBytes(values)),
        };
        tensor.Dims.AddRange(sizes.ToArray());
        _graph.Initializer.Add(tensor);
        return tensor.Name;
    }

    private string NewName() => string.Create(CultureInfo.InvariantCulture, $"value_{_names++}");

    private static ValueInfoProto Describe(string name, TensorProto.Types.DataType type, params ReadOnlySpan<int> sizes)
    {
        TensorShapeProto shape = new() { Dim = { new TensorShapeProto.Types.Dimension { DimParam = "N" } } };
        foreach (int size in sizes)
        {
            shape.Dim.Add(new TensorShapeProto.Types.Dimension { DimValue = size });
        }

        return new ValueInfoProto
        {
            Name = name,
            Type = new TypeProto { TensorType = new TypeProto.Types.Tensor { ElemType = (int)type, Shape = shape } },
        };
    }
}
