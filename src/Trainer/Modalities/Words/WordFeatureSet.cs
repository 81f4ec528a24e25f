using Moodstream.Trainer.Features;
using TorchSharp;

namespace Moodstream.Trainer.Modalities.Words;

/// <summary>Word ids of each post. In tensors 0 is padding, so ids are shifted by one.</summary>
/// <param name="ids">For each post its word ids from 0, empty where no word is known; null where it has no text.</param>
internal sealed class WordFeatureSet(IReadOnlyList<int[]?> ids) : IFeatureSet
{
    public string Modality => WordPreparation.Name;

    public bool Has(int post) => ids[post] is not null;

    /// <summary>Makes [posts, longest] ids, padded by 0 at the end.</summary>
    public torch.Tensor Batch(IReadOnlyList<int> posts)
    {
        int longest = Math.Max(posts.Max(post => ids[post]!.Length), 1);
        long[] padded = new long[posts.Count * longest];
        for (int row = 0; row < posts.Count; row++)
        {
            int[] words = ids[posts[row]]!;
            for (int place = 0; place < words.Length; place++)
            {
                padded[(row * longest) + place] = words[place] + 1;
            }
        }

        return torch.tensor(padded, posts.Count, longest);
    }
}
