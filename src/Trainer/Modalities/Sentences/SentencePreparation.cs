using System.Collections.Immutable;

namespace Moodstream.Trainer;

/// <summary>Chooses the words, computes sentence vectors, and measures their scale.</summary>
internal sealed class SentencePreparation(PreparationOptions options) : IModalityPreparation
{
    private readonly WordPreparation _words = new(options);
    private IReadOnlyDictionary<string, float[]> _vectors = ImmutableDictionary<string, float[]>.Empty;

    public bool IsIn(LabelledPost post) => _words.IsIn(post);

    public async Task ReadAsync(IReadOnlyCollection<LabelledPost> posts, IProgress<int>? progress, CancellationToken cancellationToken)
    {
        HashSet<string> texts = [.. posts.Select(post => post.Text).OfType<string>()];
        _vectors = await new CachedSentenceVectors(options.Cache).ComputeAsync(texts, progress, cancellationToken);
    }

    public IPreparedModality Learn(IReadOnlyCollection<LabelledPost> train)
    {
        float[][] vectors = [.. train.Select(post => post.Text).OfType<string>().Distinct().Select(text => _vectors[text])];
        return new PreparedSentences(_words.Choose(train), _vectors, FeatureScale.Measure(vectors));
    }
}
