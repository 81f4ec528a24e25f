using System.Security.Cryptography;
using Moodstream.Inference.Options;

namespace Moodstream.Trainer.Features;

/// <summary>The networks that come with the program, as caches of their features see them.</summary>
internal static class NetworkFiles
{
    /// <summary>Names the cache of a network's features, by the content of the network's files.</summary>
    /// <param name="options">Where the networks are.</param>
    /// <param name="network">Name of the network, with which the names of its files begin.</param>
    /// <param name="preprocessing">Names what happens before and after the network.</param>
    public static string CacheName(InferenceOptions options, string network, string preprocessing)
    {
        using IncrementalHash hash = IncrementalHash.CreateHash(HashAlgorithmName.SHA256);
        string folder = Path.Combine(AppContext.BaseDirectory, options.Networks);
        foreach (string file in Directory.EnumerateFiles(folder, $"{network}*").Order(StringComparer.Ordinal))
        {
            hash.AppendData(File.ReadAllBytes(file));
        }

        return $"{network}-{Convert.ToHexStringLower(hash.GetHashAndReset())[..12]}-{preprocessing}";
    }

    /// <summary>A short hash of what a network was changed by.</summary>
    public static string HashOf(byte[] update) => Convert.ToHexStringLower(SHA256.HashData(update))[..12];
}
