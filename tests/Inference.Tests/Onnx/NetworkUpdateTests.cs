using System.Runtime.InteropServices;
using Google.Protobuf;
using Moodstream.Inference.Onnx;
using Onnx;

namespace Moodstream.Inference.Tests.Onnx;

[Trait("Category", "Unit")]
public sealed class NetworkUpdateTests
{
    [Fact]
    public void A_product_of_low_rank_is_added_to_a_weight_and_nothing_else_changes()
    {
        var network = NetworkOf(("touched", [2, 3], [1, 2, 3, 4, 5, 6]), ("untouched", [2], [7, 8]));
        NetworkUpdate update = new();
        update.Add("touched", [1, 10], [0.5f, 0, -1], rank: 1);

        NetworkUpdate.Read(update.ToBytes()).ApplyTo(network);

        Assert.Equal([1.5f, 2, 2, 9, 5, -4], NetworkWeights.ValuesOf(network.Initializer[0]));
        Assert.Equal([7, 8], NetworkWeights.ValuesOf(network.Initializer[1]));
    }

    [Fact]
    public void A_convolutions_weight_is_a_matrix_of_outputs_by_everything_else()
    {
        var network = NetworkOf(("kernel", [2, 1, 1, 2], [0, 0, 0, 0]));
        NetworkUpdate update = new();
        update.Add("kernel", [1, 2, 3, 4], [1, 0, 0, 1], rank: 2);

        update.ApplyTo(network);

        Assert.Equal([1, 2, 3, 4], NetworkWeights.ValuesOf(network.Initializer[0]));
        Assert.Equal([2, 1, 1, 2], network.Initializer[0].Dims);
    }

    [Theory]
    [InlineData("other", 2, 3)]
    [InlineData("touched", 3, 3)]
    [InlineData("touched", 2, 4)]
    public void An_update_of_another_network_is_refused(string weight, int rows, int columns)
    {
        var network = NetworkOf(("touched", [2, 3], [1, 2, 3, 4, 5, 6]));
        NetworkUpdate update = new();
        update.Add(weight, new float[rows], new float[columns], rank: 1);

        var error = Assert.Throws<InvalidDataException>(() => update.ApplyTo(network));

        Assert.Contains(weight, error.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void A_file_that_is_none_or_was_cut_is_refused()
    {
        NetworkUpdate update = new();
        update.Add("weight", new float[64], new float[64], rank: 2);
        var file = update.ToBytes();

        Assert.Throws<InvalidDataException>(() => NetworkUpdate.Read(file[..^9]));
        Assert.Throws<InvalidDataException>(() => NetworkUpdate.Read([]));
    }

    private static GraphProto NetworkOf(params (string Name, long[] Shape, float[] Values)[] weights)
    {
        GraphProto graph = new();
        graph.Initializer.AddRange(weights.Select(weight => new TensorProto
        {
            Name = weight.Name,
            DataType = (int)TensorProto.Types.DataType.Float,
            Dims = { weight.Shape },
            RawData = ByteString.CopyFrom(MemoryMarshal.AsBytes(weight.Values.AsSpan())),
        }));
        return graph;
    }
}
