using System.Security.Cryptography;
using System.Text;
using Moodstream.Inference.Options;
using Moodstream.Inference.Sentence;
using Moodstream.Trainer.Features;

namespace Moodstream.Trainer.Modalities.Sentences;

/// <summary>Computes sentence vectors as serving does, unless the cache has them already.</summary>
/// <param name="cacheFolder">Folder of the cache.</param>
internal sealed class CachedSentenceVectors(string cacheFolder)
{
    private const int TextsAtOnce = 512;

    // Part of the cache's key: raise it whenever Moodstream.Inference splits texts or pools pieces differently.
    private const string Preprocessing = "p1";

    private readonly InferenceOptions _options = new();

    /// <summary>Computes the vectors of texts.</summary>
    /// <param name="texts">The texts, each once.</param>
    /// <param name="progress">Told how many texts are done.</param>
    /// <param name="cancellationToken">Gives up; what is done stays in the cache.</param>
    public async Task<IReadOnlyDictionary<string, float[]>> ComputeAsync(
        IReadOnlyCollection<string> texts, IProgress<int>? progress, CancellationToken cancellationToken)
    {
        using FeatureCache cache = new(cacheFolder, NetworkFiles.CacheName(_options, SentenceFeaturizer.Network, Preprocessing), SentenceFeaturizer.FeatureCount);
        Dictionary<string, float[]> vectors = new(StringComparer.Ordinal);
        List<string> missing = [];
        foreach (string text in texts)
        {
            if (cache.Find(HashOf(text)) is { } vector)
            {
                vectors.Add(text, vector);
            }
            else
            {
                missing.Add(text);
            }
        }

        progress?.Report(vectors.Count);
        if (missing.Count == 0)
        {
            return vectors;
        }

        await using SentenceFeaturizer featurizer = SentenceFeaturizer.Load(_options);
        foreach (string[] chunk in missing.Chunk(TextsAtOnce))
        {
            foreach (var (text, vector) in chunk.Zip(await featurizer.FeaturizeAsync(chunk, cancellationToken)))
            {
                vectors.Add(text, vector);
                cache.Add(HashOf(text), vector);
            }

            progress?.Report(vectors.Count);
        }

        return vectors;
    }

    private static byte[] HashOf(string text) => SHA256.HashData(Encoding.UTF8.GetBytes(text));
}
