using TorchSharp;

namespace Moodstream.Trainer.Numerics;

/// <summary>
/// Scalars that live as long as the program. A number that is turned into a <see cref="Scalar"/> on the spot may be freed by the
/// finalizer while native code still reads it.
/// </summary>
internal static class Scalars
{
    /// <summary>0.</summary>
    public static Scalar Zero { get; } = 0.0;

    /// <summary>1.</summary>
    public static Scalar One { get; } = 1.0;

    /// <summary>−∞.</summary>
    public static Scalar NegativeInfinity { get; } = double.NegativeInfinity;
}
