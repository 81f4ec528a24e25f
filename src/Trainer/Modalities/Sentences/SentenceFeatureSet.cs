using Moodstream.Trainer.Features;
using Moodstream.Trainer.Modalities.Words;
using TorchSharp;

namespace Moodstream.Trainer.Modalities.Sentences;

/// <summary>Sentence and word ids of each post.</summary>
/// <param name="words">The word ids.</param>
/// <param name="sentences">
/// For each post its sentence vector, or the ids of the word pieces of each of its parts, padded by 0 to one length; null where it has no text.
/// </param>
internal sealed class SentenceFeatureSet(WordFeatureSet words, IReadOnlyList<float[][]?> sentences) : IFeatureSet
{
    public string Modality => words.Modality;

    public bool Has(int post) => words.Has(post);

    /// <summary>
    /// Makes [posts, parts, sentence + longest]: the sentence, then the ids as <see cref="WordFeatureSet"/> makes them. As floats ids stay
    /// exact up to 16 million.
    /// </summary>
    public torch.Tensor Batch(IReadOnlyList<int> posts)
    {
        int parts = Math.Max(posts.Max(post => sentences[post]!.Length), words.PiecesOf(posts));
        int width = sentences[posts[0]]![0].Length;
        float[] values = new float[posts.Count * parts * width];
        for (int row = 0; row < posts.Count; row++)
        {
            float[][] read = sentences[posts[row]]!;
            for (int part = 0; part < read.Length; part++)
            {
                read[part].CopyTo(values, ((row * parts) + part) * width);
            }
        }

        using var inputs = torch.tensor(values, posts.Count, parts, width);
        using var ids = words.Batch(posts, parts);
        using var exact = ids.to_type(torch.ScalarType.Float32);
        return torch.cat([inputs, exact], 2);
    }
}
