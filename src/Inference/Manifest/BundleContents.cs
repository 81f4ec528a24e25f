using System.Collections.Frozen;
using Moodstream.Abstractions.Models;
using Moodstream.Inference.Models;

namespace Moodstream.Inference.Manifest;

/// <summary>A bundle in memory: its manifest and the files that the manifest names.</summary>
/// <param name="Manifest">The manifest.</param>
/// <param name="Files">The files, by path.</param>
/// <param name="Location">The folder that it came from.</param>
internal sealed record BundleContents(BundleManifest Manifest, FrozenDictionary<string, byte[]> Files, string Location)
{
    /// <summary>What the model is called wherever it is named: name and version.</summary>
    public ModelReference Reference { get; } = new(BundleName.Of(Location), Manifest.Version);

    /// <summary>Reads a bundle from disk and checks every hash.</summary>
    /// <exception cref="ModelBundleException">It is missing, incomplete, or was changed.</exception>
    public static async Task<BundleContents> ReadAsync(string directory, CancellationToken cancellationToken)
    {
        var manifest = await ReadManifestAsync(directory, cancellationToken);
        var files = new Dictionary<string, byte[]>(StringComparer.Ordinal);
        foreach (var file in manifest.Files)
        {
            files[file.Path] = await ReadFileAsync(directory, file, cancellationToken);
        }

        return new BundleContents(manifest, files.ToFrozenDictionary(StringComparer.Ordinal), directory);
    }

    /// <summary>Reads the manifest alone.</summary>
    /// <exception cref="ModelBundleException">It is missing or malformed, or was changed.</exception>
    public static async Task<BundleManifest> ReadManifestAsync(string directory, CancellationToken cancellationToken)
    {
        if (!Directory.Exists(directory))
        {
            throw new ModelBundleException($"The model bundle {directory} is not there; train one into it, or name another.");
        }

        var path = Path.Combine(directory, BundleManifest.FileName);
        if (!File.Exists(path))
        {
            throw new ModelBundleException($"{directory} is no model bundle: it has no {BundleManifest.FileName}; train one into it, or name another.");
        }

        var manifest = BundleFormat.Parse(await File.ReadAllBytesAsync(path, cancellationToken), path);
        var version = BundleFormat.VersionOf(manifest);
        return version == manifest.Version
            ? manifest
            : throw new ModelBundleException(
                $"{path} was changed after it was written (its version is {manifest.Version}, its contents give {version}); restore it or train the model again.");
    }

    /// <summary>One file.</summary>
    /// <exception cref="ModelBundleException">The manifest does not name it among its files.</exception>
    public byte[] Get(string path) =>
        Files.TryGetValue(path, out var bytes)
            ? bytes
            : throw new ModelBundleException($"The model bundle {Location} refers to '{path}', which is not among its files; train the model again.");

    private static async Task<byte[]> ReadFileAsync(string directory, BundleFile file, CancellationToken cancellationToken)
    {
        var path = Path.Combine(directory, file.Path);
        var info = new FileInfo(path);
        if (!info.Exists)
        {
            throw new ModelBundleException($"The model bundle {directory} lacks its file '{file.Path}'; restore it or train the model again.");
        }

        if (info.Length == file.Bytes)
        {
            var bytes = await File.ReadAllBytesAsync(path, cancellationToken);
            if (BundleFormat.Hash(bytes) == file.Sha256)
            {
                return bytes;
            }
        }

        throw new ModelBundleException(
            $"The file '{file.Path}' of the model bundle {directory} was changed after it was written (its SHA-256 or length differs); restore it or train the model again.");
    }
}
