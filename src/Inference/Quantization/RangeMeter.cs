using Onnx;
using DataType = Onnx.TensorProto.Types.DataType;

namespace Moodstream.Inference.Quantization;

/// <summary>Measures where the values within a network lie while it computes posts, whatever batches these come in. Safe for concurrent use.</summary>
internal sealed class RangeMeter
{
    /// <summary>Output that a measured network has besides its own: [posts, the least of each column of each value and the most of each].</summary>
    public const string Output = "measured_ranges";

    // The posts that go furthest would widen the steps of all others. Columns are evened out, so that they gain less by it.
    private const double ShareOfMaps = 0.9;
    private const double ShareOfColumns = 0.98;

    private readonly Lock _gate = new();
    private readonly List<float[]> _posts = [];
    private (string Name, int Columns)[] _values = [];

    private int Width => 2 * _values.Sum(value => value.Columns);

    /// <summary>Lets a network tell, besides its own output, where its values lie.</summary>
    /// <param name="network">The network, of operator set 13 to 17; values that have columns are [posts, rows, columns].</param>
    public void Attach(GraphProto network)
    {
        _values = [.. QuantizedNetwork.ValuesOf(network)];
        NodeProto all = new() { OpType = "Concat", Name = Output, Output = { Output }, Attribute = { Attribute("axis", 1) } };
        foreach (var (value, columns) in _values)
        {
            var rows = value;
            if (columns == 1)
            {
                rows = value + "/flat";
                network.Node.Add(new NodeProto { OpType = "Flatten", Input = { value }, Output = { rows }, Attribute = { Attribute("axis", 1) } });
            }

            foreach (var extreme in (string[])["ReduceMin", "ReduceMax"])
            {
                NodeProto reduced = new()
                {
                    OpType = extreme,
                    Input = { rows },
                    Output = { $"{value}/{extreme}" },
                    Attribute =
                    {
                        new AttributeProto { Name = "axes", Ints = { 1 }, Type = AttributeProto.Types.AttributeType.Ints },
                        Attribute("keepdims", columns == 1 ? 1 : 0),
                    },
                };
                network.Node.Add(reduced);
                all.Input.Add(reduced.Output[0]);
            }
        }

        network.Node.Add(all);
        network.Output.Add(new ValueInfoProto
        {
            Name = Output,
            Type = new TypeProto { TensorType = new TypeProto.Types.Tensor { ElemType = (int)DataType.Float } },
        });
    }

    /// <summary>Takes what the network told of a batch.</summary>
    public void Add(ReadOnlySpan<float> measured)
    {
        lock (_gate)
        {
            for (; !measured.IsEmpty; measured = measured[Width..])
            {
                _posts.Add(measured[..Width].ToArray());
            }
        }
    }

    /// <summary>What was measured.</summary>
    /// <exception cref="InvalidOperationException">Nothing was measured, or a value was 0 or without bounds in what was.</exception>
    public NetworkRanges ToRanges()
    {
        try
        {
            lock (_gate)
            {
                return new NetworkRanges(Measured());
            }
        }
        catch (ArgumentException exception)
        {
            throw new InvalidOperationException("What was computed does not tell where the network's values lie.", exception);
        }
    }

    private static AttributeProto Attribute(string name, int value) => new() { Name = name, I = value, Type = AttributeProto.Types.AttributeType.Int };

    private Dictionary<string, ValueRange> Measured()
    {
        Dictionary<string, ValueRange> ranges = new(StringComparer.Ordinal);
        var place = 0;
        foreach (var (value, columns) in _values)
        {
            var share = columns == 1 ? ShareOfMaps : ShareOfColumns;
            ranges[value] = new ValueRange(
                [.. Enumerable.Range(place, columns).Select(column => Math.Min(-Most(column, -1, share), 0))],
                [.. Enumerable.Range(place + columns, columns).Select(column => Math.Max(Most(column, 1, share), 0))]);
            place += 2 * columns;
        }

        return ranges;
    }

    private float Most(int column, int sign, double share)
    {
        float[] numbers = [.. _posts.Select(post => sign * post[column])];
        Array.Sort(numbers);
        return numbers.Length == 0 ? 0 : numbers[(int)((numbers.Length - 1) * share)];
    }
}
