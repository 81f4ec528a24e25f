using System.Collections.Immutable;
using TorchSharp;

namespace Moodstream.Trainer;

/// <summary>The losses of the common-space model. Each is summed over the posts that it concerns and divided by the batch's size.</summary>
internal static class Losses
{
    private static readonly Scalar Half = 0.5;

    /// <summary>
    /// Cross entropy of all modalities together, and of each alone where a post has more than one; for each pair of modalities the
    /// contrastive loss over the posts that have both.
    /// </summary>
    /// <param name="model">The model.</param>
    /// <param name="encoded">The encoded batch.</param>
    /// <param name="labels">Labels [posts].</param>
    /// <param name="alignmentWeight">Weight of the contrastive loss.</param>
    public static torch.Tensor CommonSpace(
        CommonSpaceModel model, ImmutableArray<EncodedModality> encoded, torch.Tensor labels, double alignmentWeight)
    {
        torch.Tensor loss = torch.nn.functional.cross_entropy(model.Classify(encoded), labels);
        using Scalar posts = (double)labels.shape[0];
        torch.Tensor isRich = encoded.Select(modality => modality.Present.to_type(torch.ScalarType.Int32)).Aggregate((sum, one) => sum + one).gt(Scalars.One);
        foreach (EncodedModality modality in encoded)
        {
            torch.Tensor concerned = modality.Present.logical_and(isRich).to_type(torch.ScalarType.Float32);
            torch.Tensor each = torch.nn.functional.cross_entropy(
                model.Classify(encoded, modality.Modality), labels, reduction: torch.nn.Reduction.None);
            loss += (each * concerned).sum() / posts;
        }

        for (int first = 0; first < encoded.Length; first++)
        {
            for (int second = first + 1; second < encoded.Length; second++)
            {
                long[] both = [.. encoded[first].Rows.Intersect(encoded[second].Rows).Select(row => (long)row)];
                if (both.Length > 1 && alignmentWeight > 0)
                {
                    torch.Tensor rows = torch.tensor(both, device: labels.device);
                    torch.Tensor contrast = Contrastive(
                        encoded[first].Vectors.index_select(0, rows), encoded[second].Vectors.index_select(0, rows), model.LogTemperature);
                    using Scalar weight = alignmentWeight * both.Length / labels.shape[0];
                    loss += contrast * weight;
                }
            }
        }

        return loss;
    }

    /// <summary>
    /// Symmetric InfoNCE over cosines (van den Oord et al. 2018; Radford et al. 2021): each vector must find its partner among the
    /// batch's.
    /// </summary>
    /// <param name="first">Vectors of one modality [posts, width].</param>
    /// <param name="second">Vectors of the other, in the same order.</param>
    /// <param name="logTemperature">Logarithm of the temperature that divides the cosines.</param>
    public static torch.Tensor Contrastive(torch.Tensor first, torch.Tensor second, torch.Tensor logTemperature)
    {
        torch.Tensor cosines = torch.nn.functional.normalize(first).matmul(torch.nn.functional.normalize(second).t());
        torch.Tensor logits = cosines / logTemperature.exp();
        torch.Tensor partners = torch.arange(first.shape[0], torch.ScalarType.Int64, first.device);
        return (torch.nn.functional.cross_entropy(logits, partners) + torch.nn.functional.cross_entropy(logits.t(), partners)) * Half;
    }
}
