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
    private const long MaxManifestBytes = 16 * 1024 * 1024;

    /// <summary>Ends computations with the bundle's networks where its loading is given up: a network can be made to compute for ever.</summary>
    public CancellationToken GivenUp { get; init; }

    /// <summary>What the model is called wherever it is named: name and version.</summary>
    public ModelReference Reference { get; } = new(BundleName.Of(Location), Manifest.Version);

    /// <summary>Reads a bundle from disk and checks every hash.</summary>
    /// <param name="directory">The folder.</param>
    /// <param name="publicKey">File of the key that the manifest must be signed by; null for no signature.</param>
    /// <param name="cancellationToken">Gives up.</param>
    /// <exception cref="ModelBundleException">It is missing, incomplete, or was changed.</exception>
    public static async Task<BundleContents> ReadAsync(string directory, string? publicKey, CancellationToken cancellationToken)
    {
        var manifest = await ReadManifestAsync(directory, publicKey, cancellationToken);
        var files = new Dictionary<string, byte[]>(StringComparer.Ordinal);
        foreach (var file in manifest.Files)
        {
            files[file.Path] = await ReadFileAsync(directory, file, cancellationToken);
        }

        return new BundleContents(manifest, files.ToFrozenDictionary(StringComparer.Ordinal), directory);
    }

    /// <summary>Reads the manifest alone.</summary>
    /// <param name="directory">The folder.</param>
    /// <param name="publicKey">File of the key that it must be signed by; null for no signature.</param>
    /// <param name="cancellationToken">Gives up.</param>
    /// <exception cref="ModelBundleException">It is missing or malformed, or was changed.</exception>
    public static async Task<BundleManifest> ReadManifestAsync(string directory, string? publicKey, CancellationToken cancellationToken)
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

        var bytes = await ReadAsync(path, MaxManifestBytes, cancellationToken);
        if (publicKey is not null)
        {
            await BundleSignature.CheckAsync(bytes, directory, publicKey, cancellationToken);
        }

        var manifest = BundleFormat.Parse(bytes, path);
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

    /// <summary>Reads no more than there may be; what is no file, such as a pipe, has no length and is not opened.</summary>
    private static async Task<byte[]> ReadAsync(string path, long maxBytes, CancellationToken cancellationToken)
    {
        try
        {
            return new FileInfo(path).Length is var length && length > maxBytes
                ? throw new ModelBundleException($"{path} has {length} bytes, and at most {maxBytes} are read; restore it or train the model again.")
                : length == 0 ? [] : await File.ReadAllBytesAsync(path, cancellationToken);
        }
        catch (Exception exception) when (exception is IOException or UnauthorizedAccessException)
        {
            throw new ModelBundleException($"{path} cannot be read ({exception.Message.ReplaceLineEndings(" ")}); see to its permissions, or restore it.", exception);
        }
    }

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
            var bytes = await ReadAsync(path, file.Bytes, cancellationToken);
            if (BundleFormat.Hash(bytes) == file.Sha256)
            {
                return bytes;
            }
        }

        throw new ModelBundleException(
            $"The file '{file.Path}' of the model bundle {directory} was changed after it was written (its SHA-256 or length differs); restore it or train the model again.");
    }
}
