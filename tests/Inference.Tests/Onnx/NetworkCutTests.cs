using Google.Protobuf;
using Microsoft.ML.OnnxRuntime;
using Moodstream.Inference.Onnx;
using Onnx;

namespace Moodstream.Inference.Tests.Onnx;

[Trait("Category", "Unit")]
public sealed class NetworkCutTests
{
    [Fact]
    public void What_the_kept_value_does_not_need_goes_and_it_is_what_it_was()
    {
        var network = TwoLayers(out var first, out _);

        NetworkCut.Behind(network, first, "vector");

        Assert.Equal([3f, 5f], Run(network, [1, 2]));
        Assert.Equal(first, Assert.Single(network.Initializer).Name);
        Assert.Equal("vector", Assert.Single(network.Output).Name);
    }

    [Fact]
    public void Behind_the_last_weight_everything_stays()
    {
        var network = TwoLayers(out _, out var second);
        var whole = Run(network, [1, 2]);

        NetworkCut.Behind(network, second, "vector");

        Assert.Equal(whole, Run(network, [1, 2]));
    }

    [Theory]
    [InlineData("other", "vector")]
    [InlineData("constant_0", "other")]
    public void A_network_without_such_a_weight_or_output_is_refused(string weight, string output) =>
        Assert.Throws<InvalidDataException>(() => NetworkCut.Behind(TwoLayers(out _, out _), weight, output));

    /// <summary>Adds (2, 3), then multiplies by (10, 10).</summary>
    private static GraphProto TwoLayers(out string first, out string second)
    {
        OnnxGraph graph = new("toy");
        first = graph.Constant([2, 3], 2);
        second = graph.Constant([10, 10], 2);
        graph.Output("vector", graph.Operator("Mul", graph.Operator("Add", graph.Input("features", 2), first), second), 2);
        return ModelProto.Parser.ParseFrom(graph.ToBytes()).Graph;
    }

    private static float[] Run(GraphProto network, float[] features)
    {
        var file = ModelProto.Parser.ParseFrom(new OnnxGraph("empty").ToBytes());
        file.Graph = network;
        using var session = OnnxSessions.CreateOnCpu(file.ToByteArray());
        using var input = OrtValue.CreateTensorValueFromMemory(features, [1, features.Length]);
        using var options = new RunOptions();
        using var outputs = session.Run(options, ["features"], [input], ["vector"]);
        return outputs[0].GetTensorDataAsSpan<float>().ToArray();
    }
}
