using System.Numerics.Tensors;
using Moodstream.Inference.Onnx;
using Onnx;
using DataType = Onnx.TensorProto.Types.DataType;

namespace Moodstream.Inference.Quantization;

/// <summary>Rounds the values and the weights of one network (<see cref="QuantizedNetwork.Apply"/>).</summary>
/// <remarks>
/// A few columns of what MiniLM multiplies are ten times as large as all others, for which few of the 256 steps would be left. So each column is
/// divided by a factor, by which its weights are multiplied instead (Xiao et al., <i>SmoothQuant</i>, ICML 2023).
/// </remarks>
internal sealed class NetworkRounding(GraphProto network, NetworkRanges ranges, bool inIntegers)
{
    // Weights take 129 steps, not 255: the sum of two products then fits into the sixteen bits that processors without VNNI add them up in, and all
    // processors agree.
    private const float WeightSteps = 64;

    // Share of a column's magnitude that goes over to the weights; SmoothQuant's α. Of 0, 0.3, 0.5 and 0.7 it kept vectors nearest to those in floats.
    private const float Smoothing = 0.7f;

    private readonly Dictionary<string, TensorProto> _weights = network.Initializer.ToDictionary(weight => weight.Name, StringComparer.Ordinal);
    private readonly Dictionary<string, RoundedValue> _values = new(StringComparer.Ordinal);
    private readonly List<NodeProto> _nodes = [];

    /// <summary>Changes the network.</summary>
    public void Apply()
    {
        var products = network.Node.Where(IsProduct).ToLookup(node => node.Input[0], StringComparer.Ordinal);
        foreach (var input in network.Input)
        {
            RoundValue(input.Name, products[input.Name]);
        }

        foreach (var node in network.Node)
        {
            var isProduct = IsProduct(node);
            for (var i = 0; i < node.Input.Count; i++)
            {
                if (_values.TryGetValue(node.Input[i], out var value) && (isProduct || value.Factors is null))
                {
                    if (isProduct && i == 0)
                    {
                        RoundWeights(node, value);
                    }

                    node.Input[i] = value.Name;
                }
            }

            _nodes.Add(node);
            foreach (var output in node.Output)
            {
                RoundValue(output, products[output]);
            }
        }

        network.Node.Clear();
        network.Node.AddRange(_nodes);
    }

    private static string NameOf(string value) => value + "/rounded";

    private bool IsProduct(NodeProto node) => QuantizedNetwork.IsProduct(node, _weights);

    private void RoundValue(string value, IEnumerable<NodeProto> products)
    {
        if (ranges.Find(value) is not { } range)
        {
            return;
        }

        var factors = range.Columns == 1 ? null : FactorsOf(range, products);
        var (low, high) = (range.Low, range.High);
        var source = value;
        if (factors is not null)
        {
            (low, high) = ([.. low.Zip(factors, (number, factor) => number / factor)], [.. high.Zip(factors, (number, factor) => number / factor)]);
            source = value + "/even";
            var inverse = Constant<float>(value + "/factors", DataType.Float, Array.ConvertAll(factors, factor => 1 / factor), [factors.Length]);
            _nodes.Add(new NodeProto { OpType = "Mul", Name = source, Input = { value, inverse }, Output = { source } });
        }

        var scale = ByteScale.Between(TensorPrimitives.Min<float>(low), TensorPrimitives.Max<float>(high));
        var step = Constant<float>(value + "/step", DataType.Float, [scale.Step]);
        var zero = Constant<byte>(value + "/zero", DataType.Uint8, [scale.Zero]);
        RoundedValue rounded = new(NameOf(value), scale.Step, factors);
        _nodes.Add(new NodeProto { OpType = "QuantizeLinear", Name = value + "/byte", Input = { source, step, zero }, Output = { value + "/byte" } });
        _nodes.Add(new NodeProto { OpType = "DequantizeLinear", Name = rounded.Name, Input = { value + "/byte", step, zero }, Output = { rounded.Name } });
        _values.Add(value, rounded);
    }

    /// <summary>What each column is divided by: s = max|x|^α / max|w|^(1 − α).</summary>
    private float[] FactorsOf(ValueRange range, IEnumerable<NodeProto> products)
    {
        var magnitudes = new float[range.Columns];
        foreach (var weight in products.Select(node => _weights[node.Input[1]]))
        {
            ReadOnlySpan<float> rows = NetworkWeights.ValuesOf(weight);
            var width = rows.Length / magnitudes.Length;
            for (var i = 0; i < magnitudes.Length; i++)
            {
                magnitudes[i] = Math.Max(magnitudes[i], Math.Abs(TensorPrimitives.MaxMagnitude(rows.Slice(i * width, width))));
            }
        }

        // A column that is 0, or has no weights, needs no steps.
        return [.. magnitudes.Select((weight, i) => range.MagnitudeOf(i) is var value && value > 0 && weight > 0
            ? MathF.Pow(value, Smoothing) / MathF.Pow(weight, 1 - Smoothing)
            : float.Max(value, 1))];
    }

    private void RoundWeights(NodeProto node, RoundedValue value)
    {
        var weight = _weights[node.Input[1]];
        var numbers = NetworkWeights.ValuesOf(weight);
        var isMaps = QuantizedNetwork.IsMaps(node);
        var (whole, steps) = isMaps ? ByMaps(numbers, (int)weight.Dims[0]) : ByColumns(numbers, value.Factors!);
        if (!inIntegers)
        {
            return;
        }

        network.Initializer.Remove(weight);
        node.Input[1] = Whole<sbyte>(weight.Name, DataType.Int8, whole, weight.Dims, steps, isMaps ? 0 : 1);
        if (node.Input.Count > 2)
        {
            // The steps of the sums that it is added to.
            var bias = _weights[node.Input[2]];
            network.Initializer.Remove(bias);
            float[] sums = [.. steps.Select(step => step * value.Step)];
            int[] rounded = [.. NetworkWeights.ValuesOf(bias).ToArray().Zip(sums, (number, step) => (int)MathF.Round(number / step))];
            node.Input[2] = Whole<int>(bias.Name, DataType.Int32, rounded, bias.Dims, sums, 0);
        }
    }

    /// <summary>Rounds the weights of maps, [maps, …], and gives the whole numbers and the step of each map.</summary>
    private static (sbyte[] Whole, float[] Steps) ByMaps(Span<float> numbers, int maps)
    {
        var whole = new sbyte[numbers.Length];
        var steps = new float[maps];
        var width = numbers.Length / maps;
        for (var map = 0; map < maps; map++)
        {
            var own = numbers.Slice(map * width, width);
            steps[map] = StepOf(TensorPrimitives.MaxMagnitude<float>(own));
            TensorPrimitives.Divide(own, steps[map], own);
            Round(own, whole.AsSpan(map * width, width));
            TensorPrimitives.Multiply(own, steps[map], own);
        }

        return (whole, steps);
    }

    /// <summary>Rounds the weights of columns, [rows, columns], each row times its factor, and gives the whole numbers and the step of each column.</summary>
    private static (sbyte[] Whole, float[] Steps) ByColumns(Span<float> numbers, float[] factors)
    {
        var whole = new sbyte[numbers.Length];
        var steps = new float[numbers.Length / factors.Length];
        for (var row = 0; row < factors.Length; row++)
        {
            var own = numbers.Slice(row * steps.Length, steps.Length);
            TensorPrimitives.Multiply(own, factors[row], own);
            TensorPrimitives.MaxMagnitude(steps, own, steps);
        }

        for (var column = 0; column < steps.Length; column++)
        {
            steps[column] = StepOf(steps[column]);
        }

        for (var row = 0; row < factors.Length; row++)
        {
            var own = numbers.Slice(row * steps.Length, steps.Length);
            TensorPrimitives.Divide(own, steps, own);
            Round(own, whole.AsSpan(row * steps.Length, steps.Length));
            TensorPrimitives.Multiply(own, steps, own);
        }

        return (whole, steps);
    }

    private static float StepOf(float magnitude) => magnitude == 0 ? 1 : Math.Abs(magnitude) / WeightSteps;

    private static void Round(Span<float> numbers, Span<sbyte> whole)
    {
        TensorPrimitives.Round(numbers, numbers);
        TensorPrimitives.ConvertTruncating<float, sbyte>(numbers, whole);
    }

    /// <summary>Adds whole numbers with a step for each index of an axis, and gives the name of what they stand for.</summary>
    private string Whole<T>(string name, DataType type, ReadOnlySpan<T> whole, IEnumerable<long> shape, float[] steps, int axis)
        where T : unmanaged
    {
        NodeProto node = new()
        {
            OpType = "DequantizeLinear",
            Name = NameOf(name),
            Input = { Constant(name + "/whole", type, whole, shape), Constant<float>(name + "/step", DataType.Float, steps, [steps.Length]) },
            Output = { NameOf(name) },
            Attribute = { new AttributeProto { Name = "axis", I = axis, Type = AttributeProto.Types.AttributeType.Int } },
        };
        node.Input.Add(Constant<T>(name + "/zero", type, new T[steps.Length], [steps.Length]));
        _nodes.Add(node);
        return node.Output[0];
    }

    private string Constant<T>(string name, DataType type, ReadOnlySpan<T> values, IEnumerable<long>? shape = null)
        where T : unmanaged
    {
        network.Initializer.Add(NetworkWeights.Tensor(name, type, values, shape ?? []));
        return name;
    }

    /// <param name="Name">Its name in the network.</param>
    /// <param name="Step">The difference that a step of its bytes stands for.</param>
    /// <param name="Factors">What its columns were divided by; null for maps.</param>
    private sealed record RoundedValue(string Name, float Step, float[]? Factors);
}
