using TorchSharp;

namespace Moodstream.Trainer;

/// <summary>
/// Sums whose factor lives long enough. TorchSharp's own operator makes a <see cref="Scalar"/> of 1 for each call, which a collection in
/// the middle of the call frees while native code reads it.
/// </summary>
internal static class Tensors
{
    /// <summary>left + right.</summary>
    public static torch.Tensor Plus(this torch.Tensor left, torch.Tensor right) => left.add(right, Scalars.One);

    /// <summary>left + right, where the caller keeps the scalar.</summary>
    public static torch.Tensor Plus(this torch.Tensor left, Scalar right) => left.add(right, Scalars.One);
}
