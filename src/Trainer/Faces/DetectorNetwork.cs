using Moodstream.Inference.Vision.Faces;

namespace Moodstream.Trainer.Faces;

/// <summary>The network that finds faces (the package's <c>tiny_face_detector</c>): six small convolutions, four of which halve the picture.</summary>
internal static class DetectorNetwork
{
    private const string Package = "tiny_face_detector_model";
    private const float Leak = 0.1f;

    /// <summary>Makes the ONNX file.</summary>
    /// <param name="files">The package's files.</param>
    public static byte[] Make(IReadOnlyDictionary<string, byte[]> files)
    {
        var weights = FaceWeights.Read(files, Package);
        PictureGraph graph = new("face detector");
        string value = graph.Pixels(FaceNetworks.Input, FaceNetworks.PictureSide, 117.001f, 114.697f, 97.404f);
        value = graph.LeakyRelu(graph.Convolution(value, weights["conv0/filters"], weights["conv0/bias"]), Leak);

        // Where the side is odd, the last square holds one place only.
        int side = FaceNetworks.PictureSide - 2;
        for (int layer = 1; layer <= 5; layer++)
        {
            value = graph.Maximum(side % 2 == 0 ? value : graph.Pad(value, 0, 1, float.MinValue), stride: 2);
            side = (side + 1) / 2;
            string name = $"conv{layer}";
            value = graph.Separable(
                graph.Pad(value, 1, 1), weights[$"{name}/depthwise_filter"], weights[$"{name}/pointwise_filter"], weights[$"{name}/bias"]);
            value = graph.LeakyRelu(value, Leak);
        }

        value = graph.Maximum(graph.Pad(value, 0, 1, float.MinValue), stride: 1);
        value = graph.Convolution(value, weights["conv8/filters"], weights["conv8/bias"]);
        value = graph.Add("Transpose", [value], PictureGraph.Attribute("perm", 0, 2, 3, 1));
        graph.Output(FaceNetworks.Cells, value, side, side, FaceNetworks.NumbersACell);
        return graph.ToBytes();
    }
}
