using Google.Protobuf;
using Moodstream.Inference.Models;
using Moodstream.Inference.Onnx;
using Moodstream.Inference.Quantization;
using Onnx;

namespace Moodstream.Inference.Vision;

/// <summary>
/// The ResNet18 of the package Microsoft.ML.DnnImageFeaturizer.ResNet18 (ImageNet, last layer removed), joined with the package's own
/// preprocessing (blue-green-red order, less the mean image), so that no code of ours can preprocess differently, and with the poolings
/// that are wanted.
/// </summary>
internal static class ResNet18
{
    /// <summary>Width and height of the pictures that it takes.</summary>
    public const int Side = 224;

    /// <summary>Input of the joined network: bytes [N, 224, 224, 3], red, green, blue.</summary>
    public const string Input = "pixels";

    /// <summary>Output of the joined network: [N, features].</summary>
    public const string Output = "features";

    private const string Network = "resnet18";
    private const string Preprocessing = "resnet18-preprocess";

    /// <summary>Names of the external networks that it is made of.</summary>
    public static readonly string[] Externals = [Network, Preprocessing];

    /// <summary>Reads both files and joins them, with a free batch size.</summary>
    /// <param name="networks">Where the networks are.</param>
    /// <param name="poolings">The features wanted, in their order; at least one pooling.</param>
    /// <param name="ranges">Where its values lie, so that it is computed in bytes; null to compute it in floats.</param>
    /// <param name="inIntegers">Whether bytes are computed with as such (<see cref="QuantizedNetwork.Apply"/>).</param>
    /// <param name="meter">Measures it; null where nothing is measured.</param>
    /// <exception cref="ModelBundleException">A file is missing.</exception>
    /// <exception cref="InvalidDataException">The ranges are not of this network.</exception>
    public static byte[] Load(
        NetworkFolder networks, IReadOnlyList<PicturePooling> poolings, NetworkRanges? ranges = null, bool inIntegers = true, RangeMeter? meter = null)
    {
        var network = ModelProto.Parser.ParseFrom(networks.Read(Network));
        var preprocessing = ModelProto.Parser.ParseFrom(networks.Read(Preprocessing)).Graph;

        // OnnxSharp's SetDim() looks for inputs of the graph, and these files name their weights among them.
        network.Graph.RemoveInitializersFromInputs();
        preprocessing.RemoveInitializersFromInputs();
        Join(preprocessing, network.Graph);
        Pool(network.Graph, poolings);
        network.Graph.SetDim();
        if (ranges is not null || meter is not null)
        {
            FoldedNormalization.Apply(network.Graph);
            RaiseOperatorSet(network);
        }

        if (ranges is not null)
        {
            QuantizedNetwork.Apply(network, ranges, inIntegers);
        }

        meter?.Attach(network.Graph);
        foreach (var weights in network.Graph.Initializer)
        {
            NetworkWeights.Pack(weights);
        }

        return network.ToByteArray();
    }

    /// <summary>Raises the set of operators to one that rounds by maps. Of the operators here only the one that splits colours has changed since.</summary>
    private static void RaiseOperatorSet(ModelProto network)
    {
        network.OpsetImport.Single().Version = QuantizedNetwork.OperatorSet;
        foreach (var split in network.Graph.Node.Where(node => node.OpType == "Split"))
        {
            // Even parts are what it makes unless it is told otherwise.
            split.Attribute.Remove(split.Attribute.Single(attribute => attribute.Name == "split"));
        }
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
        network.Input.Add(Describe(Input, TensorProto.Types.DataType.Uint8, 1, Side, Side, 3));
    }

    private static void Pool(GraphProto network, IReadOnlyList<PicturePooling> poolings)
    {
        // The network's own pooling is one of those that can be asked for; here it would be computed for nothing.
        network.Node.Remove(network.Node.Single(node => node.Output.Contains(network.Output[0].Name)));
        foreach (var pooling in poolings)
        {
            network.Node.Add(new NodeProto { OpType = pooling.Operator, Input = { pooling.Value }, Output = { pooling.Name } });
        }

        NodeProto concatenation = new()
        {
            OpType = "Concat",
            Output = { "pooled" },
            Attribute = { new AttributeProto { Name = "axis", I = 1, Type = AttributeProto.Types.AttributeType.Int } },
        };
        concatenation.Input.AddRange(poolings.Select(pooling => pooling.Name));
        network.Node.Add(concatenation);
        network.Node.Add(new NodeProto { OpType = "Flatten", Input = { "pooled" }, Output = { Output } });
        network.Output.Clear();
        network.Output.Add(Describe(Output, TensorProto.Types.DataType.Float, 1, poolings.Sum(pooling => pooling.Count)));
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

    private static ValueInfoProto Describe(string name, TensorProto.Types.DataType type, params IEnumerable<int> dimensions)
    {
        TensorShapeProto shape = new();
        shape.Dim.AddRange(dimensions.Select(size => new TensorShapeProto.Types.Dimension { DimValue = size }));
        return new ValueInfoProto
        {
            Name = name,
            Type = new TypeProto { TensorType = new TypeProto.Types.Tensor { ElemType = (int)type, Shape = shape } },
        };
    }
}
