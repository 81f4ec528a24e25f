using Moodstream.Trainer.Features;
using TorchSharp;

namespace Moodstream.Trainer.Modalities.Pictures;

/// <summary>The CNN's features of each post's picture.</summary>
/// <param name="features">For each post its features, or null where it has no picture; all of one length.</param>
internal sealed class PictureFeatureSet(IReadOnlyList<float[]?> features) : IFeatureSet
{
    public string Modality => PicturePreparation.Name;

    public bool Has(int post) => features[post] is not null;

    /// <summary>Makes [posts, features].</summary>
    public torch.Tensor Batch(IReadOnlyList<int> posts)
    {
        int width = features[posts[0]]!.Length;
        float[] values = new float[posts.Count * width];
        for (int row = 0; row < posts.Count; row++)
        {
            features[posts[row]]!.CopyTo(values, row * width);
        }

        return torch.tensor(values, posts.Count, width);
    }
}
