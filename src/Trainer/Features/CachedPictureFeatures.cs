using System.Security.Cryptography;
using Moodstream.Inference.Options;
using Moodstream.Inference.Vision;

namespace Moodstream.Trainer.Features;

/// <summary>Takes features as serving does, unless the cache has them already.</summary>
/// <param name="cacheFolder">Folder of the cache.</param>
internal sealed class CachedPictureFeatures(string cacheFolder) : IPictureFeatureExtractor, IAsyncDisposable
{
    private const int PicturesAtOnce = 32;

    // Part of the cache's key: raise it whenever Moodstream.Inference decodes or resizes pictures differently.
    private const string Preprocessing = "p1";

    private static readonly string Contents = string.Join('+', PicturePooling.All.Select(pooling => pooling.Name).Prepend(Preprocessing));

    private static readonly int Width = PicturePooling.All.Sum(pooling => pooling.Count);

    private readonly InferenceOptions _options = new();

    // The network is loaded only for pictures that the cache lacks.
    private PictureFeaturizer? _featurizer;

    /// <inheritdoc />
    public async Task<IReadOnlyDictionary<string, float[]?>> ExtractAsync(
        IReadOnlyCollection<string> files, IProgress<int>? progress, CancellationToken cancellationToken)
    {
        using FeatureCache cache = new(cacheFolder, NetworkFiles.CacheName(_options, "resnet18", Contents), Width);
        Dictionary<string, float[]?> features = new(StringComparer.Ordinal);
        foreach (string[] chunk in files.Chunk(PicturesAtOnce))
        {
            await ExtractAsync(chunk, cache, features, cancellationToken);
            progress?.Report(features.Count);
        }

        return features;
    }

    /// <inheritdoc />
    public ValueTask DisposeAsync() => _featurizer?.DisposeAsync() ?? ValueTask.CompletedTask;

    private async Task ExtractAsync(
        string[] files, FeatureCache cache, Dictionary<string, float[]?> features, CancellationToken cancellationToken)
    {
        List<(string File, byte[] Hash, ReadOnlyMemory<byte> Content)> missing = [];
        foreach (string file in files)
        {
            byte[] content = await File.ReadAllBytesAsync(file, cancellationToken);
            byte[] hash = SHA256.HashData(content);
            features[file] = cache.Find(hash);
            if (features[file] is null)
            {
                missing.Add((file, hash, content));
            }
        }

        if (missing.Count == 0)
        {
            return;
        }

        _featurizer ??= PictureFeaturizer.Load(_options, PicturePooling.All);
        var results = await _featurizer.FeaturizeAsync([.. missing.Select(picture => picture.Content)], cancellationToken);
        foreach (var ((file, hash, _), result) in missing.Zip(results))
        {
            if (result.Failure is null)
            {
                features[file] = result.Features.ToArray();
                cache.Add(hash, features[file]!);
            }
        }
    }
}
