using Onnx;

namespace Moodstream.Inference.Onnx;

/// <summary>Shortens networks that come with the program.</summary>
internal static class NetworkCut
{
    /// <summary>Makes a value within a network its only output, and drops what only the old outputs needed.</summary>
    /// <param name="network">The network; its nodes stand in an order in which they can be computed, as ONNX demands.</param>
    /// <param name="weight">Name of a weight; the value is what the node computes that takes it.</param>
    /// <param name="output">Name of the output, one of the network's; its shape must be that of the value.</param>
    /// <exception cref="InvalidDataException">The network has no such weight or output.</exception>
    public static void Behind(GraphProto network, string weight, string output)
    {
        var last = network.Node.FirstOrDefault(node => node.Input.Contains(weight));
        var described = network.Output.FirstOrDefault(value => value.Name == output);
        if (last is null || described is null)
        {
            throw new InvalidDataException($"The network has no weight '{weight}', or no output '{output}'.");
        }

        foreach (var node in network.Node.Where(node => node.Output[0] == output))
        {
            node.Output[0] = output + "/whole";
        }

        last.Output[0] = output;
        network.Output.Clear();
        network.Output.Add(described);
        Keep(network, [output]);
    }

    private static void Keep(GraphProto network, HashSet<string> needed)
    {
        Stack<NodeProto> kept = [];
        foreach (var node in network.Node.Reverse().Where(node => node.Output.Any(needed.Contains)))
        {
            needed.UnionWith(node.Input);
            kept.Push(node);
        }

        TensorProto[] weights = [.. network.Initializer.Where(weight => needed.Contains(weight.Name))];
        network.Node.Clear();
        network.Node.AddRange(kept);
        network.Initializer.Clear();
        network.Initializer.AddRange(weights);
        network.ValueInfo.Clear();
    }
}
