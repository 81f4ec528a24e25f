using Google.Protobuf;
using Onnx;

namespace Moodstream.Inference.Onnx;

/// <summary>What the ONNX files that are made here have in common.</summary>
public static class OnnxFile
{
    private const int OperatorSet = 17;
    private const int IrVersion = 8;

    /// <summary>Makes a file of a network.</summary>
    /// <param name="graph">The network.</param>
    /// <returns>The file's bytes.</returns>
    public static byte[] Of(GraphProto graph) => new ModelProto
    {
        IrVersion = IrVersion,
        ProducerName = "moodstream",
        OpsetImport = { new OperatorSetIdProto { Version = OperatorSet } },
        Graph = graph,
    }.ToByteArray();
}
