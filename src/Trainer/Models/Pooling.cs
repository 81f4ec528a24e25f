using System.Collections.Immutable;
using Moodstream.Trainer.Errors;
using TorchSharp;

namespace Moodstream.Trainer.Models;

/// <summary>How the vectors of a post's modalities become one, by component. It runs over what is there.</summary>
/// <param name="Name">Its name in bundles.</param>
internal sealed record Pooling(string Name)
{
    /// <summary>The sum.</summary>
    public static Pooling Sum { get; } = new("sum");

    /// <summary>The mean.</summary>
    public static Pooling Mean { get; } = new("mean");

    /// <summary>The maximum.</summary>
    public static Pooling Max { get; } = new("max");

    /// <summary>Finds a pooling by its name.</summary>
    /// <exception cref="TrainerException">There is none of that name.</exception>
    public static Pooling Of(string name) =>
        new[] { Sum, Mean, Max }.FirstOrDefault(pooling => pooling.Name == name)
        ?? throw new TrainerException($"The pooling '{name}' is none of sum, mean, max.");

    /// <summary>Pools [posts, width].</summary>
    public torch.Tensor Pool(ImmutableArray<EncodedModality> encoded)
    {
        if (this == Max)
        {
            var highest = encoded
                .Select(modality => modality.Vectors.masked_fill(modality.Present.logical_not().unsqueeze(1), Scalars.NegativeInfinity))
                .Aggregate(torch.maximum);

            // A post that has none of them keeps the gradient finite; its row means nothing.
            return torch.where(Count(encoded).gt(Scalars.Zero), highest, torch.zeros_like(highest));
        }

        var sum = encoded.Select(modality => modality.Vectors).Aggregate(Tensors.Plus);
        return this == Mean ? sum / torch.maximum(Count(encoded), torch.ones_like(Count(encoded))) : sum;
    }

    private static torch.Tensor Count(ImmutableArray<EncodedModality> encoded) => encoded
        .Select(modality => modality.Present.to_type(torch.ScalarType.Float32))
        .Aggregate(Tensors.Plus)
        .unsqueeze(1);
}
