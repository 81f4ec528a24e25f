using Moodstream.Inference.Text;
using Moodstream.Trainer.Features;
using TorchSharp;

namespace Moodstream.Trainer.Modalities.Words;

/// <summary>Word ids of each post. In tensors 0 is padding, so ids are shifted by one.</summary>
/// <param name="ids">For each post its word ids from 0, empty where no word is known; null where it has no text.</param>
/// <param name="wordsAPiece">Most words that are pooled at once; a longer text is read in pieces.</param>
internal sealed class WordFeatureSet(IReadOnlyList<int[]?> ids, int wordsAPiece) : IFeatureSet
{
    public string Modality => WordPreparation.Name;

    public bool Has(int post) => ids[post] is not null;

    /// <summary>Makes [posts, pieces, longest] ids, padded by 0 at the end.</summary>
    public torch.Tensor Batch(IReadOnlyList<int> posts) => Batch(posts, PiecesOf(posts));

    /// <summary>Makes [posts, pieces, longest] ids, padded by 0 at the end.</summary>
    /// <param name="posts">Indexes of posts that have text.</param>
    /// <param name="pieces">At least as many as a post has.</param>
    public torch.Tensor Batch(IReadOnlyList<int> posts, int pieces)
    {
        int longest = Math.Min(Math.Max(posts.Max(post => ids[post]!.Length), 1), wordsAPiece);
        long[] padded = new long[posts.Count * pieces * longest];
        for (int row = 0; row < posts.Count; row++)
        {
            int[] words = ids[posts[row]]!;
            int own = PiecesOf(words);
            for (int piece = 0; piece < own; piece++)
            {
                int start = ((row * pieces) + piece) * longest;
                foreach (int word in WordVectors.PieceOf(words, piece, own))
                {
                    padded[start++] = word + 1;
                }
            }
        }

        return torch.tensor(padded, posts.Count, pieces, longest);
    }

    /// <summary>Most pieces that one of the posts is read in, at least 1.</summary>
    public int PiecesOf(IReadOnlyList<int> posts) => posts.Max(post => PiecesOf(ids[post]!));

    private int PiecesOf(int[] words) => Math.Max((words.Length + wordsAPiece - 1) / wordsAPiece, 1);
}
