using Moodstream.Inference.Vision.Faces;

namespace Moodstream.Trainer.Faces;

/// <summary>The network that reads a face's expression (the package's <c>face_expression</c>): four blocks of convolutions that add up.</summary>
internal static class ExpressionNetwork
{
    private const string Package = "face_expression_model";

    /// <summary>Makes the ONNX file.</summary>
    /// <param name="files">The package's files.</param>
    public static byte[] Make(IReadOnlyDictionary<string, byte[]> files)
    {
        var weights = FaceWeights.Read(files, Package);
        PictureGraph graph = new("face expressions");
        string value = graph.Pixels(FaceNetworks.Input, FaceNetworks.FaceSide, 122.782f, 117.001f, 104.298f);
        for (int block = 0; block < 4; block++)
        {
            // The first step of a block halves the picture, so that a stride of 2 needs nothing in front.
            string name = $"dense{block}/conv";
            string first = Relu(block == 0
                ? graph.Convolution(graph.Pad(value, 0, 1), weights[$"{name}0/filters"], weights[$"{name}0/bias"], stride: 2)
                : Separable(value, 0, before: 0, stride: 2));
            string second = Separable(first, 1);
            string third = Separable(Relu(Sum(first, second)), 2);
            string fourth = Separable(Relu(Sum(first, second, third)), 3);
            value = Relu(Sum(first, second, third, fourth));

            string Separable(string input, int step, int before = 1, int stride = 1) => graph.Separable(
                graph.Pad(input, before, 1),
                weights[$"{name}{step}/depthwise_filter"],
                weights[$"{name}{step}/pointwise_filter"],
                weights[$"{name}{step}/bias"],
                stride);
        }

        value = graph.Add("Flatten", [graph.Add("GlobalAveragePool", [value])]);
        value = graph.Add("MatMul", [value, graph.Constant(weights["fc/weights"])]);
        value = graph.Add("Add", [value, graph.Constant(weights["fc/bias"])]);
        graph.Output(FaceNetworks.Probabilities, graph.Add("Softmax", [value], PictureGraph.Attribute("axis", 1)), FaceNetworks.ExpressionCount);
        return graph.ToBytes();

        string Relu(string input) => graph.Add("Relu", [input]);

        string Sum(params ReadOnlySpan<string> inputs) => graph.Add("Sum", inputs.ToArray());
    }
}
