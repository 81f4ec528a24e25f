using System.Numerics.Tensors;

namespace Moodstream.Inference.Quantization;

/// <summary>Where a value within a network lies, column by column; of maps, whose columns are rounded alike, there is one.</summary>
/// <param name="Low">The least of each column, at most 0.</param>
/// <param name="High">The most of each column, at least 0.</param>
public sealed record ValueRange(float[] Low, float[] High)
{
    /// <summary>How many columns there are.</summary>
    public int Columns => Low.Length;

    /// <summary>Whether the numbers are as said above, and not all 0.</summary>
    public bool IsProper =>
        Low.Length == High.Length
        && Low.AsSpan().IndexOfAnyExceptInRange(float.MinValue, 0) < 0
        && High.AsSpan().IndexOfAnyExceptInRange(0, float.MaxValue) < 0
        && (TensorPrimitives.Max<float>(High) > 0 || TensorPrimitives.Min<float>(Low) < 0);

    /// <summary>How large a column gets.</summary>
    public float MagnitudeOf(int column) => Math.Max(-Low[column], High[column]);
}
