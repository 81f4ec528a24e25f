using TorchSharp;

namespace Moodstream.Trainer.Numerics;

/// <summary>What tensors are asked for in more than one place.</summary>
/// <remarks>
/// <see cref="Plus(torch.Tensor, torch.Tensor)"/> keeps its factor alive. TorchSharp's own operator makes a <see cref="Scalar"/> of 1 for each
/// call, which a collection in the middle of the call frees while native code reads it.
/// </remarks>
internal static class Tensors
{
    /// <summary>The values rounded to half precision, which is how bundles store them, in single precision again.</summary>
    public static torch.Tensor RoundedToHalf(this torch.Tensor tensor)
    {
        using var half = tensor.to_type(torch.ScalarType.Float16);
        return half.to_type(torch.ScalarType.Float32);
    }

    /// <summary>The numbers, row by row.</summary>
    public static float[] Numbers(this torch.Tensor tensor)
    {
        using var numbers = tensor.detach().cpu().contiguous();
        return numbers.data<float>().ToArray();
    }

    /// <summary>left + right.</summary>
    public static torch.Tensor Plus(this torch.Tensor left, torch.Tensor right) => left.add(right, Scalars.One);

    /// <summary>left + right, where the caller keeps the scalar.</summary>
    public static torch.Tensor Plus(this torch.Tensor left, Scalar right) => left.add(right, Scalars.One);
}
