using System.Collections.Immutable;
using Moodstream.Abstractions.Posts;
using Moodstream.Trainer.Models;
using Moodstream.Trainer.Numerics;
using TorchSharp;

namespace Moodstream.Trainer.Training;

/// <summary>The losses. Each is summed over the posts that it concerns and divided by the batch's size.</summary>
/// <param name="weights">Their weights.</param>
/// <param name="random">Draws the negatives of the ranking loss.</param>
internal sealed class Losses(LossWeights weights, Random random)
{
    private static readonly Scalar Half = 0.5;
    private static readonly Scalar Epsilon = 1e-8;

    /// <summary>The weighted sum of all losses for a batch.</summary>
    /// <param name="model">The model.</param>
    /// <param name="encoded">The encoded batch.</param>
    /// <param name="labels">The posts' labels.</param>
    /// <param name="lessons">What a teacher says of the posts' texts, probabilities by label; null where it says nothing.</param>
    public torch.Tensor Of(FusionModel model, ImmutableArray<EncodedModality> encoded, IReadOnlyList<int> labels, IReadOnlyList<float[]?> lessons)
    {
        var truth = torch.tensor([.. labels.Select(label => (long)label)], device: model.Device);
        List<torch.Tensor> losses = [];
        if (weights.Fused > 0)
        {
            losses.Add(Weigh(torch.nn.functional.cross_entropy(model.Classify(encoded), truth), weights.Fused));
        }

        if (weights.Alone > 0)
        {
            losses.AddRange(encoded.Select(modality => Alone(model, encoded, modality, truth)));
        }

        int[] taught = [.. Enumerable.Range(0, lessons.Count).Where(post => lessons[post] is not null)];
        if (weights.Teacher > 0 && taught.Length > 0)
        {
            losses.Add(Weigh(Taught(model, encoded, taught, lessons), weights.Teacher / labels.Count));
        }

        for (int first = 0; first < encoded.Length; first++)
        {
            for (int second = first + 1; second < encoded.Length; second++)
            {
                int[] both = [.. encoded[first].Rows.Intersect(encoded[second].Rows)];
                if (both.Length > 1 && weights.Contrast > 0)
                {
                    var contrast = Contrastive(Take(encoded[first], both), Take(encoded[second], both), model.LogTemperature);
                    losses.Add(Weigh(contrast, weights.Contrast * both.Length / labels.Count));
                }

                if (weights.Ranking > 0 && Ranking(encoded[first], encoded[second], both, labels) is { } ranking)
                {
                    losses.Add(Weigh(ranking, weights.Ranking / labels.Count));
                }
            }
        }

        return losses.Aggregate(Tensors.Plus);
    }

    /// <summary>
    /// Symmetric InfoNCE over cosines (van den Oord et al. 2018; Radford et al. 2021): each vector must find its partner among the
    /// batch's. The mean over posts.
    /// </summary>
    /// <param name="first">Vectors of one modality [posts, width].</param>
    /// <param name="second">Vectors of the other, in the same order.</param>
    /// <param name="logTemperature">Logarithm of the temperature that divides the cosines.</param>
    public static torch.Tensor Contrastive(torch.Tensor first, torch.Tensor second, torch.Tensor logTemperature)
    {
        var cosines = torch.nn.functional.normalize(first).matmul(torch.nn.functional.normalize(second).t());
        var logits = cosines / logTemperature.exp();
        var partners = torch.arange(first.shape[0], torch.ScalarType.Int64, first.device);
        return torch.nn.functional.cross_entropy(logits, partners).Plus(torch.nn.functional.cross_entropy(logits.t(), partners)) * Half;
    }

    /// <summary>
    /// −log(e^−d⁺ / (e^−d⁺ + e^−d⁻)), where d⁺ is the Euclidean distance between two vectors of one post, and d⁻ that to a vector of
    /// another class (Duong, Lebret and Aberer 2017). Summed over rows.
    /// </summary>
    /// <param name="anchors">Vectors of one modality [rows, width].</param>
    /// <param name="partners">The same posts' vectors of the other.</param>
    /// <param name="strangers">Vectors of that other modality from posts of other classes.</param>
    public static torch.Tensor Ranking(torch.Tensor anchors, torch.Tensor partners, torch.Tensor strangers) =>
        torch.nn.functional.logsigmoid(Distance(anchors, strangers) - Distance(anchors, partners)).sum().neg();

    /// <summary>
    /// Where all modalities together are classified too, posts with a single one are left out: for them both are the same.
    /// </summary>
    private torch.Tensor Alone(FusionModel model, ImmutableArray<EncodedModality> encoded, EncodedModality modality, torch.Tensor truth)
    {
        var concerned = modality.Present;
        if (weights.Fused > 0)
        {
            var count = encoded.Select(each => each.Present.to_type(torch.ScalarType.Float32)).Aggregate(Tensors.Plus);
            concerned = concerned.logical_and(count.gt(Scalars.One));
        }

        var each = torch.nn.functional.cross_entropy(model.Classify(encoded, modality.Modality), truth, reduction: torch.nn.Reduction.None);
        return Weigh((each * concerned.to_type(torch.ScalarType.Float32)).sum(), weights.Alone / truth.shape[0]);
    }

    /// <summary>Cross-entropy of what the model makes of the texts alone against what the teacher does, summed over posts.</summary>
    private static torch.Tensor Taught(FusionModel model, ImmutableArray<EncodedModality> encoded, int[] taught, IReadOnlyList<float[]?> lessons)
    {
        float[] opinions = [.. taught.SelectMany(post => lessons[post]!)];
        var rows = torch.tensor([.. taught.Select(post => (long)post)], device: model.Device);
        var given = torch.nn.functional.log_softmax(model.Classify(encoded, Modality.Text.Name), 1).index_select(0, rows);
        return (given * torch.tensor(opinions, given.shape, device: model.Device)).sum().neg();
    }

    private torch.Tensor? Ranking(EncodedModality first, EncodedModality second, int[] both, IReadOnlyList<int> labels)
    {
        List<int> anchors = [], strangers = [];
        foreach (int post in both)
        {
            int[] others = [.. both.Where(other => labels[other] != labels[post])];
            for (int draw = 0; draw < weights.Negatives && others.Length > 0; draw++)
            {
                anchors.Add(post);
                strangers.Add(others[random.Next(others.Length)]);
            }
        }

        return anchors.Count == 0 ? null : Ranking(Take(second, anchors), Take(first, anchors), Take(first, strangers));
    }

    private static torch.Tensor Take(EncodedModality modality, IEnumerable<int> rows) =>
        modality.Vectors.index_select(0, torch.tensor([.. rows.Select(row => (long)row)], device: modality.Vectors.device));

    private static torch.Tensor Distance(torch.Tensor first, torch.Tensor second)
    {
        var difference = first - second;
        return (difference * difference).sum(1).Plus(Epsilon).sqrt();
    }

    private static torch.Tensor Weigh(torch.Tensor loss, double weight)
    {
        using Scalar scalar = weight;
        return loss * scalar;
    }
}
