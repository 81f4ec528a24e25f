using TorchSharp;

namespace Moodstream.Trainer.Features;

/// <summary>One modality of a list of posts, ready to become tensors.</summary>
internal interface IFeatureSet
{
    /// <summary>Name of the modality, such as <c>text</c>.</summary>
    string Modality { get; }

    /// <summary>Whether a post has the modality.</summary>
    bool Has(int post);

    /// <summary>Makes the input of the modality's tower.</summary>
    /// <param name="posts">Indexes of posts that have the modality; at least one.</param>
    /// <returns>A tensor whose first dimension runs over <paramref name="posts"/>.</returns>
    torch.Tensor Batch(IReadOnlyList<int> posts);
}
