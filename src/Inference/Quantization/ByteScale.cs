namespace Moodstream.Inference.Quantization;

/// <summary>What the bytes of a rounded value stand for: (byte − <paramref name="Zero"/>) · <paramref name="Step"/>.</summary>
/// <param name="Step">The difference that a step stands for, above 0.</param>
/// <param name="Zero">The byte that stands for 0, so that zeros, such as those of padding, stay exact.</param>
internal readonly record struct ByteScale(float Step, byte Zero)
{
    /// <summary>The scale that reaches from one number to another; what is beyond is cut off.</summary>
    /// <param name="low">The least, at most 0.</param>
    /// <param name="high">The most, at least 0, and not both 0.</param>
    public static ByteScale Between(float low, float high)
    {
        var step = (high - low) / byte.MaxValue;
        return new ByteScale(step, (byte)Math.Clamp(MathF.Round(-low / step), byte.MinValue, byte.MaxValue));
    }
}
