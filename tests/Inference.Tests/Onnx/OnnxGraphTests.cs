using Microsoft.ML.OnnxRuntime;
using Moodstream.Inference.Onnx;

namespace Moodstream.Inference.Tests.Onnx;

[Trait("Category", "Unit")]
public sealed class OnnxGraphTests
{
    [Fact]
    public void A_graph_computes_what_its_operators_say()
    {
        var graph = new OnnxGraph("test");
        var standardized = graph.Standardize(graph.Operator("Sqrt", graph.Input("x", 2)), [1, 2], [2, 4]);
        graph.Output("y", graph.Relu(graph.Linear(standardized, [1, 2, -3, 4, 0, 1], [0, 0.5f, -1])), 3);

        using var session = new InferenceSession(graph.ToBytes());
        using var input = OrtValue.CreateTensorValueFromMemory<float>([4, 16, 9, 36], [2, 2]);
        using var outputs = session.Run(new RunOptions(), ["x"], [input], ["y"]);

        // Rows (4, 16) and (9, 36) standardize to (0.5, 0.5) and (1, 1).
        Assert.Equal([1.5f, 1, 0, 3, 1.5f, 0], outputs[0].GetTensorDataAsSpan<float>().ToArray());
        Assert.Equal([-1, 3], session.OutputMetadata["y"].Dimensions);
    }

    [Fact]
    public void A_constant_needs_as_many_values_as_its_shape_holds() =>
        Assert.Throws<ArgumentException>(() => new OnnxGraph("test").Constant([1, 2, 3], 2, 2));
}
