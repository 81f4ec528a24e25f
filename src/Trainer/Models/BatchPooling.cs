using System.Collections.Immutable;
using Moodstream.Inference.Manifest;
using Moodstream.Trainer.Errors;
using Moodstream.Trainer.Numerics;
using TorchSharp;

namespace Moodstream.Trainer.Models;

/// <summary>Pools the vectors of a batch's modalities, by component, over what each post has.</summary>
internal static class BatchPooling
{
    /// <summary>Finds a pooling by its name.</summary>
    /// <exception cref="TrainerException">There is none of that name.</exception>
    public static PoolingKind Of(string name) =>
        PoolingKinds.Parse(name) ?? throw new TrainerException($"The pooling '{name}' is none of sum, mean, max.");

    /// <summary>Pools [posts, width].</summary>
    public static torch.Tensor Pool(PoolingKind kind, ImmutableArray<EncodedModality> encoded)
    {
        if (kind == PoolingKind.Max)
        {
            var highest = encoded
                .Select(modality => modality.Vectors.masked_fill(modality.Present.logical_not().unsqueeze(1), Scalars.NegativeInfinity))
                .Aggregate(torch.maximum);

            // A post that has none of them keeps the gradient finite; its row means nothing.
            return torch.where(Count(encoded).gt(Scalars.Zero), highest, torch.zeros_like(highest));
        }

        var sum = encoded.Select(modality => modality.Vectors).Aggregate(Tensors.Plus);
        return kind == PoolingKind.Mean ? sum / torch.maximum(Count(encoded), torch.ones_like(Count(encoded))) : sum;
    }

    private static torch.Tensor Count(ImmutableArray<EncodedModality> encoded) => encoded
        .Select(modality => modality.Present.to_type(torch.ScalarType.Float32))
        .Aggregate(Tensors.Plus)
        .unsqueeze(1);
}
