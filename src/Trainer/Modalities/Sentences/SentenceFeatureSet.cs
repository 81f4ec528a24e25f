using Moodstream.Inference;
using TorchSharp;

namespace Moodstream.Trainer;

/// <summary>Sentence vector and word ids of each post.</summary>
/// <param name="words">The word ids.</param>
/// <param name="sentences">For each post its sentence vector, or null where it has no text.</param>
internal sealed class SentenceFeatureSet(WordFeatureSet words, IReadOnlyList<float[]?> sentences) : IFeatureSet
{
    public string Modality => words.Modality;

    public bool Has(int post) => words.Has(post);

    /// <summary>
    /// Makes [posts, 384 + longest]: the sentence vector, then the ids as <see cref="WordFeatureSet"/> makes them. As floats they stay
    /// exact up to 16 million.
    /// </summary>
    public torch.Tensor Batch(IReadOnlyList<int> posts)
    {
        float[] values = new float[posts.Count * SentenceFeaturizer.FeatureCount];
        for (int row = 0; row < posts.Count; row++)
        {
            sentences[posts[row]]!.CopyTo(values, row * SentenceFeaturizer.FeatureCount);
        }

        using var vectors = torch.tensor(values, posts.Count, SentenceFeaturizer.FeatureCount);
        using var ids = words.Batch(posts);
        using var exact = ids.to_type(torch.ScalarType.Float32);
        return torch.cat([vectors, exact], 1);
    }
}
