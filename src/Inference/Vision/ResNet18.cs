using Google.Protobuf;
using Onnx;

namespace Moodstream.Inference;

/// <summary>
/// The ResNet18 of the package Microsoft.ML.DnnImageFeaturizer.ResNet18 (ImageNet, last layer removed), joined with the package's own
/// preprocessing (blue-green-red order, less the mean image), so that no code of ours can preprocess differently.
/// </summary>
internal static class ResNet18
{
    /// <summary>Width and height of the pictures that it takes.</summary>
    public const int Side = 224;

    /// <summary>Features that it gives.</summary>
    public const int FeatureCount = 512;

    /// <summary>Input of the joined network: bytes [N, 224, 224, 3], red, green, blue.</summary>
    public const string Input = "pixels";

    private const string Network = "resnet18";
    private const string Preprocessing = "resnet18-preprocess";

    /// <summary>Names of the external networks that it is made of.</summary>
    public static readonly string[] Externals = [Network, Preprocessing];

    /// <summary>Reads both files and joins them, with a free batch size.</summary>
    /// <param name="networks">Where the networks are.</param>
    /// <exception cref="ModelBundleException">A file is missing.</exception>
    public static byte[] Load(NetworkFolder networks)
    {
        var network = ModelProto.Parser.ParseFrom(networks.Read(Network));
        var preprocessing = ModelProto.Parser.ParseFrom(networks.Read(Preprocessing)).Graph;

        // OnnxSharp's SetDim() looks for inputs of the graph, and these files name their weights among them.
        network.Graph.RemoveInitializersFromInputs();
        preprocessing.RemoveInitializersFromInputs();
        Join(preprocessing, network.Graph);
        network.Graph.SetDim();
        return network.ToByteArray();
    }

    private static void Join(GraphProto preprocessing, GraphProto network)
    {
        var image = preprocessing.Input[0];
        Rename(preprocessing, preprocessing.Output[0].Name, network.Input[0].Name);
        NodeProto[] first =
        [
            new()
            {
                OpType = "Transpose",
                Input = { Input },
                Output = { "pixels_by_channel" },
                Attribute = { new AttributeProto { Name = "perm", Ints = { 0, 3, 1, 2 }, Type = AttributeProto.Types.AttributeType.Ints } },
            },
            new()
            {
                OpType = "Cast",
                Input = { "pixels_by_channel" },
                Output = { image.Name },
                Attribute =
                {
                    new AttributeProto { Name = "to", I = (int)TensorProto.Types.DataType.Float, Type = AttributeProto.Types.AttributeType.Int },
                },
            },
        ];
        var nodes = first.Concat(preprocessing.Node).Concat(network.Node).ToArray();
        network.Node.Clear();
        network.Node.AddRange(nodes);
        network.Initializer.AddRange(preprocessing.Initializer);
        network.Input.Clear();
        network.Input.Add(new ValueInfoProto
        {
            Name = Input,
            Type = new TypeProto
            {
                TensorType = new TypeProto.Types.Tensor
                {
                    ElemType = (int)TensorProto.Types.DataType.Uint8,
                    Shape = new TensorShapeProto { Dim = { Fixed(1), Fixed(Side), Fixed(Side), Fixed(3) } },
                },
            },
        });
    }

    private static void Rename(GraphProto graph, string from, string to)
    {
        foreach (var node in graph.Node)
        {
            for (var i = 0; i < node.Output.Count; i++)
            {
                node.Output[i] = node.Output[i] == from ? to : node.Output[i];
            }
        }
    }

    private static TensorShapeProto.Types.Dimension Fixed(int value) => new() { DimValue = value };
}
