using System.Collections.Immutable;
using Moodstream.Trainer.Datasets;
using Moodstream.Trainer.Features;

namespace Moodstream.Trainer.Modalities.Pictures;

/// <summary>Takes the features out of pictures, and measures their scale.</summary>
internal sealed class PicturePreparation(IPictureFeatureExtractor pictures) : IModalityPreparation
{
    private IReadOnlyDictionary<string, float[]?> _features = ImmutableDictionary<string, float[]?>.Empty;

    /// <summary>The registration.</summary>
    public static TrainableModality Modality { get; } = new(PictureFeatureSet.Name, (_, pictures) => new PicturePreparation(pictures));

    public bool IsIn(LabelledPost post) => post.Picture is not null;

    public async Task ReadAsync(IReadOnlyCollection<LabelledPost> posts, IProgress<int>? progress, CancellationToken cancellationToken)
    {
        HashSet<string> files = [.. posts.Select(post => post.Picture).OfType<string>()];
        _features = await pictures.ExtractAsync(files, progress, cancellationToken);
    }

    public string? ProblemOf(LabelledPost post) =>
        post.Picture is not null && _features[post.Picture] is null ? $"the picture '{post.Picture}' cannot be decoded" : null;

    public IPreparedModality? Learn(IReadOnlyCollection<LabelledPost> train)
    {
        float[][] features = [.. train.Select(post => post.Picture).OfType<string>().Distinct().Select(picture => _features[picture]!)];
        return features.Length == 0 ? null : new PreparedPictures(_features, FeatureScale.MeasureRoots(features));
    }
}
