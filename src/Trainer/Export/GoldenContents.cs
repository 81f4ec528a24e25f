using Moodstream.Abstractions.Posts;
using Moodstream.Trainer.Modalities;

namespace Moodstream.Trainer.Export;

/// <summary>
/// The contents whose probabilities a bundle keeps, so that loading can tell whether it still answers as it did when it was trained.
/// </summary>
internal static class GoldenContents
{
    /// <summary>Contents of each modality alone, and one of all together.</summary>
    /// <param name="modalities">The model's modalities.</param>
    public static IReadOnlyList<PostContent> For(IReadOnlyCollection<IPreparedModality> modalities)
    {
        List<PostContent> contents = [.. modalities.SelectMany(modality => modality.Golden)];
        if (modalities.Count > 1)
        {
            contents.Add(modalities.Select(modality => modality.Golden.First()).Aggregate(Join));
        }

        return contents;
    }

    private static PostContent Join(PostContent first, PostContent second) => new()
    {
        Text = first.Text is null || second.Text is null ? first.Text ?? second.Text : $"{first.Text} {second.Text}",
        Image = first.Image ?? second.Image,
        Source = first.Source ?? second.Source,
    };
}
