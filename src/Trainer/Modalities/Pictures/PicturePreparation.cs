using System.Collections.Immutable;
using Moodstream.Abstractions.Posts;
using Moodstream.Trainer.Datasets;
using Moodstream.Trainer.Features;

namespace Moodstream.Trainer.Modalities.Pictures;

/// <summary>Takes the features out of pictures, and measures their scale.</summary>
internal sealed class PicturePreparation(PreparationOptions options) : IModalityPreparation
{
    private IReadOnlyDictionary<string, float[]> _features = ImmutableDictionary<string, float[]>.Empty;

    /// <summary>Name of the modality.</summary>
    public static string Name => Modality.Image.Name;

    public bool IsIn(LabelledPost post) => post.Picture is not null;

    public async Task ReadAsync(IReadOnlyCollection<LabelledPost> posts, IProgress<int>? progress, CancellationToken cancellationToken)
    {
        HashSet<string> files = [.. posts.Select(post => post.Picture).OfType<string>()];
        await using PictureExtractor extractor = new(options.ReadsFaces);
        _features = await CachedFeatures.ComputeAsync(extractor, options.Cache, files, progress, cancellationToken);
    }

    public string? ProblemOf(LabelledPost post) =>
        post.Picture is not null && !_features.ContainsKey(post.Picture) ? $"the picture '{post.Picture}' cannot be decoded" : null;

    public IPreparedModality? Learn(IReadOnlyCollection<LabelledPost> train)
    {
        float[][] features = [.. train.Select(post => post.Picture).OfType<string>().Distinct().Select(picture => _features[picture])];
        return features.Length == 0 ? null : new PreparedPictures(_features, FeatureScale.MeasureRoots(features));
    }
}
