using System.Collections.Immutable;
using Moodstream.Inference.Options;
using Moodstream.Inference.Sentence;
using Moodstream.Trainer.Datasets;
using Moodstream.Trainer.Features;
using Moodstream.Trainer.Modalities.Words;

namespace Moodstream.Trainer.Modalities.Sentences;

/// <summary>Chooses the words, computes sentence vectors, and measures their scale.</summary>
internal sealed class SentencePreparation(PreparationOptions options) : IModalityPreparation
{
    private readonly WordPreparation _words = new(options);
    private IReadOnlyDictionary<string, float[]> _vectors = ImmutableDictionary<string, float[]>.Empty;

    public bool IsIn(LabelledPost post) => _words.IsIn(post);

    public async Task ReadAsync(IReadOnlyCollection<LabelledPost> posts, IProgress<int>? progress, CancellationToken cancellationToken)
    {
        HashSet<string> texts = [.. posts.Select(post => post.Text).OfType<string>()];
        await using SentenceExtractor extractor = new(options.Sentences);
        _vectors = await CachedFeatures.ComputeAsync(extractor, options.Cache, texts, progress, cancellationToken);
    }

    public IPreparedModality Learn(IReadOnlyCollection<LabelledPost> train)
    {
        float[][] vectors = [.. train.Select(post => post.Text).OfType<string>().Distinct().Select(text => _vectors[text])];
        return new PreparedSentences(_words.Choose(train), options.TrainsSentences ? PartsOf(_vectors.Keys) : _vectors.ToDictionary(text => text.Key, text => new[] { text.Value }), FeatureScale.Measure(vectors), options.Sentences);
    }

    private static Dictionary<string, float[][]> PartsOf(IEnumerable<string> texts)
    {
        var tokenizer = SentenceTokenizer.Load(new InferenceOptions());
        return texts.ToDictionary(text => text, text => Array.ConvertAll(tokenizer.Encode(text), Padded), StringComparer.Ordinal);

        static float[] Padded(long[] pieces)
        {
            float[] padded = new float[SentenceTokenizer.MaxPieces];
            Array.Copy(pieces, padded, pieces.Length);
            return padded;
        }
    }
}
