using Moodstream.Inference.Onnx;

namespace Moodstream.Inference.Devices;

/// <summary>The smallest network that shows whether sessions can be made on a device.</summary>
internal static class DeviceProbe
{
    /// <summary>An ONNX file: the rectifier of one number.</summary>
    public static byte[] Network { get; } = Build();

    private static byte[] Build()
    {
        var graph = new OnnxGraph("probe");
        graph.Output("y", graph.Relu(graph.Input("x", 1)), 1);
        return graph.ToBytes();
    }
}
