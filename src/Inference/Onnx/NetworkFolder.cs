using System.Collections.Concurrent;
using System.Security.Cryptography;
using Moodstream.Inference.Models;
using Moodstream.Inference.Options;

namespace Moodstream.Inference.Onnx;

/// <summary>The folder of the networks that come with the program, not with a bundle.</summary>
internal sealed class NetworkFolder(InferenceOptions options)
{
    private static readonly ConcurrentDictionary<(string Path, DateTime Written), string> Hashes = new();

    private readonly string _directory = Path.Combine(AppContext.BaseDirectory, options.Networks);

    /// <summary>Reads a network, or another file where the name has an extension.</summary>
    /// <exception cref="ModelBundleException">It is not there.</exception>
    public byte[] Read(string name) => File.ReadAllBytes(Find(name));

    /// <summary>SHA-256 of a network, in lower-case hexadecimal.</summary>
    /// <exception cref="ModelBundleException">It is not there.</exception>
    public string HashOf(string name)
    {
        var path = Find(name);
        return Hashes.GetOrAdd((path, File.GetLastWriteTimeUtc(path)), static key =>
        {
            using var stream = File.OpenRead(key.Path);
            return Convert.ToHexStringLower(SHA256.HashData(stream));
        });
    }

    private string Find(string name)
    {
        var path = Path.Combine(_directory, Path.HasExtension(name) ? name : $"{name}.onnx");
        return File.Exists(path)
            ? path
            : throw new ModelBundleException(
                $"The network '{name}' is not at {path}; build the program again, or let {InferenceOptions.Section}:{nameof(InferenceOptions.Networks)} name the folder that holds it.");
    }
}
