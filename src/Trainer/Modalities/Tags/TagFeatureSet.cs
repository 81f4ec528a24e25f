using Moodstream.Trainer.Features;
using TorchSharp;

namespace Moodstream.Trainer.Modalities.Tags;

/// <summary>The known tags of each post.</summary>
/// <param name="ids">For each post the ids of its known tags; without any the post lacks the modality, as in serving.</param>
/// <param name="tags">How many tags are known.</param>
internal sealed class TagFeatureSet(IReadOnlyList<int[]> ids, int tags) : IFeatureSet
{
    public string Modality => TagPreparation.Name;

    public bool Has(int post) => ids[post].Length > 0;

    /// <summary>Makes [posts, tags]: each post's share of each tag, which times the rows is the mean of its tags' rows.</summary>
    public torch.Tensor Batch(IReadOnlyList<int> posts)
    {
        float[] shares = new float[posts.Count * tags];
        for (int row = 0; row < posts.Count; row++)
        {
            int[] known = ids[posts[row]];
            foreach (int id in known)
            {
                shares[(row * tags) + id] = 1f / known.Length;
            }
        }

        return torch.tensor(shares, posts.Count, tags);
    }
}
