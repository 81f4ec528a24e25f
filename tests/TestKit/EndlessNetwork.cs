using Google.Protobuf;
using Onnx;

namespace Moodstream.TestKit;

/// <summary>Networks that are what they seem to be, until somebody runs them.</summary>
public static class EndlessNetwork
{
    /// <summary>Passes the one output of a network through a loop of as many rounds as ONNX knows.</summary>
    /// <param name="network">An ONNX file's bytes.</param>
    public static byte[] Of(byte[] network)
    {
        var model = ModelProto.Parser.ParseFrom(network);
        var graph = model.Graph;
        var output = graph.Output[0];
        var last = graph.Node.Single(node => node.Output.Contains(output.Name));
        last.Output[last.Output.IndexOf(output.Name)] = "before";
        graph.Initializer.Add(Scalar("rounds", TensorProto.Types.DataType.Int64, BitConverter.GetBytes(long.MaxValue)));
        graph.Initializer.Add(Scalar("yes", TensorProto.Types.DataType.Bool, [1]));

        GraphProto body = new() { Name = "body" };
        body.Input.Add(Value("round", TensorProto.Types.DataType.Int64));
        body.Input.Add(Value("goes-on", TensorProto.Types.DataType.Bool));
        body.Input.Add(new ValueInfoProto { Name = "carried", Type = output.Type });
        body.Node.Add(new NodeProto { OpType = "Identity", Input = { "goes-on" }, Output = { "goes-on-still" } });
        body.Node.Add(new NodeProto { OpType = "Identity", Input = { "carried" }, Output = { "carried-on" } });
        body.Output.Add(Value("goes-on-still", TensorProto.Types.DataType.Bool));
        body.Output.Add(new ValueInfoProto { Name = "carried-on", Type = output.Type });

        NodeProto loop = new() { OpType = "Loop", Name = "endless", Input = { "rounds", "yes", "before" }, Output = { output.Name } };
        loop.Attribute.Add(new AttributeProto { Name = "body", Type = AttributeProto.Types.AttributeType.Graph, G = body });
        graph.Node.Add(loop);
        return model.ToByteArray();
    }

    private static TensorProto Scalar(string name, TensorProto.Types.DataType type, byte[] value) =>
        new() { Name = name, DataType = (int)type, RawData = ByteString.CopyFrom(value) };

    private static ValueInfoProto Value(string name, TensorProto.Types.DataType type) =>
        new() { Name = name, Type = new TypeProto { TensorType = new TypeProto.Types.Tensor { ElemType = (int)type, Shape = new TensorShapeProto() } } };
}
