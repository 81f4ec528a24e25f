using System.Security.Cryptography;

namespace Moodstream.Trainer.Features;

/// <summary>Features of contents: computed, unless the cache has them already.</summary>
internal static class CachedFeatures
{
    /// <summary>Finds or computes the features of contents, and keeps them for the next run.</summary>
    /// <param name="extractor">Computes them.</param>
    /// <param name="folder">Folder of all caches; made if it is not there.</param>
    /// <param name="contents">Names of the contents, each once.</param>
    /// <param name="progress">Told now and then how many contents are done.</param>
    /// <param name="cancellationToken">Gives up; what is done stays in the cache.</param>
    /// <returns>The features by name, without those of contents that cannot be decoded.</returns>
    /// <exception cref="IOException">A content's file cannot be read, or the cache cannot be written.</exception>
    public static async Task<IReadOnlyDictionary<string, float[]>> ComputeAsync(
        IFeatureExtractor extractor, string folder, IReadOnlyCollection<string> contents, IProgress<int>? progress, CancellationToken cancellationToken)
    {
        using FeatureCache cache = new(folder, extractor.CacheName, extractor.Width);
        Dictionary<string, float[]> features = new(StringComparer.Ordinal);
        int done = 0;
        foreach (string[] chunk in contents.Chunk(extractor.AtOnce))
        {
            await AddAsync(extractor, cache, chunk, features, cancellationToken);
            progress?.Report(done += chunk.Length);
        }

        return features;
    }

    private static async Task AddAsync(
        IFeatureExtractor extractor, FeatureCache cache, string[] contents, Dictionary<string, float[]> features, CancellationToken cancellationToken)
    {
        List<(string Name, byte[] Bytes)> missing = [];
        List<byte[]> hashes = [];
        foreach (string content in contents)
        {
            byte[] bytes = await extractor.ReadAsync(content, cancellationToken);
            byte[] hash = SHA256.HashData(bytes);
            if (cache.Find(hash) is { } found)
            {
                features.Add(content, found);
            }
            else
            {
                missing.Add((content, bytes));
                hashes.Add(hash);
            }
        }

        if (missing.Count == 0)
        {
            return;
        }

        var results = await extractor.ExtractAsync(missing, cancellationToken);
        for (int place = 0; place < missing.Count; place++)
        {
            if (results[place] is { } result)
            {
                features.Add(missing[place].Name, result);
                cache.Add(hashes[place], result);
            }
        }
    }
}
