using System.Collections.Frozen;
using System.Text.Json;
using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Logging.Abstractions;
using Moodstream.Abstractions.Posts;
using Moodstream.Inference.Encoders;
using Moodstream.Inference.Manifest;
using Moodstream.Inference.Models;
using Moodstream.Inference.Onnx;
using Moodstream.Inference.Options;
using Moodstream.Inference.Vision.Files;

namespace Moodstream.Inference.Bundles;

/// <summary>Writes model bundles.</summary>
public static class BundleWriter
{
    private const string GoldenPath = "golden.json";

    /// <summary>
    /// Writes a bundle: computes its golden examples by running it, the hashes and the version, and loads it once more from disk as a
    /// server would. A bundle that was in the folder is replaced; other files there are left alone. The manifest is written last, so a
    /// bundle that was cut off is none.
    /// </summary>
    /// <param name="directory">Where; made where it does not exist.</param>
    /// <param name="draft">The model.</param>
    /// <param name="options">Where to run it; one CPU device where null.</param>
    /// <param name="loggers">Receives what happens; nothing where null.</param>
    /// <param name="cancellationToken">Gives up.</param>
    /// <returns>The bundle, loaded from <paramref name="directory"/>; the caller disposes of it.</returns>
    /// <exception cref="ArgumentException">The draft contradicts itself, or a golden content cannot be encoded.</exception>
    /// <exception cref="ModelBundleException">A network does not have the shapes that the draft says, or the result does not load.</exception>
    public static Task<IEmotionModel> WriteAsync(
        string directory,
        BundleDraft draft,
        InferenceOptions? options = null,
        ILoggerFactory? loggers = null,
        CancellationToken cancellationToken = default) =>
        WriteAsync(directory, draft, BuiltInEncoders.Registry, options ?? new InferenceOptions { Devices = "cpu" }, loggers, cancellationToken);

    internal static async Task<IEmotionModel> WriteAsync(
        string directory,
        BundleDraft draft,
        EncoderRegistry registry,
        InferenceOptions options,
        ILoggerFactory? loggers,
        CancellationToken cancellationToken)
    {
        ArgumentException.ThrowIfNullOrWhiteSpace(directory);
        ArgumentNullException.ThrowIfNull(draft);
        loggers ??= NullLoggerFactory.Instance;
        var files = new SortedDictionary<string, byte[]>(draft.Files.ToDictionary(), StringComparer.Ordinal);
        var imagePaths = AddGoldenPictures(draft.Golden, files);
        var manifest = Describe(draft, registry, directory, new NetworkFolder(options));
        Check(manifest, files);

        var contents = new BundleContents(manifest, files.ToFrozenDictionary(StringComparer.Ordinal), directory);
        await using (var model = await EmotionModel.CreateAsync(contents, registry, options, loggers, TimeProvider.System))
        {
            var golden = await Golden.ComputeAsync(model, draft.Golden, imagePaths, cancellationToken);
            files[GoldenPath] = JsonSerializer.SerializeToUtf8Bytes(golden, BundleJson.Default.GoldenExamples);
        }

        manifest = manifest with
        {
            Files = [.. files.Select(file => new BundleFile(file.Key, BundleFormat.Hash(file.Value), file.Value.Length))],
        };
        await WriteFilesAsync(directory, manifest with { Version = BundleFormat.VersionOf(manifest) }, files, cancellationToken);
        return await ModelBundle.LoadAsync(directory, registry, options, loggers, null, null, cancellationToken);
    }

    private static string?[] AddGoldenPictures(IReadOnlyList<PostContent> golden, SortedDictionary<string, byte[]> files)
    {
        var paths = new string?[golden.Count];
        for (var i = 0; i < paths.Length; i++)
        {
            if (golden[i].Image is { } image)
            {
                paths[i] = $"{Golden.PictureFolder}{i + 1}.{PictureFile.FormatOf(image.Span).ToString().ToLowerInvariant()}";
                files[paths[i]!] = image.ToArray();
            }
        }

        return paths;
    }

    private static BundleManifest Describe(BundleDraft draft, EncoderRegistry registry, string directory, NetworkFolder networks) => new()
    {
        Format = BundleManifest.CurrentFormat,
        Name = draft.Name,
        Version = "",
        Labels = draft.Labels,
        Languages = draft.Languages.IsEmpty ? null : draft.Languages,
        Dimension = draft.Dimension,
        Pooling = draft.Pooling,
        Modalities = draft.Modalities,
        Head = draft.Head,
        Temperature = draft.Temperature,
        Golden = GoldenPath,
        GoldenTolerance = draft.GoldenTolerance,
        Files = [],
        Externals =
        [
            .. draft.Modalities
                .SelectMany(modality => registry.Get(modality, directory).Externals)
                .Distinct(StringComparer.Ordinal)
                .Select(name => new ExternalFile(name, networks.HashOf(name))),
        ],
    };

    private static void Check(BundleManifest manifest, IReadOnlyDictionary<string, byte[]> files)
    {
        if (BundleFormat.FaultOf(manifest) is { } fault)
        {
            throw new ArgumentException($"The draft is no bundle: {fault}.", nameof(manifest));
        }

        if (files.Keys.FirstOrDefault(path => !BundleFormat.IsSafePath(path) || path is GoldenPath or BundleManifest.FileName) is { } path)
        {
            throw new ArgumentException($"A file of the draft must not be named '{path}'.", nameof(files));
        }
    }

    private static async Task WriteFilesAsync(
        string directory, BundleManifest manifest, IReadOnlyDictionary<string, byte[]> files, CancellationToken cancellationToken)
    {
        Directory.CreateDirectory(directory);
        var manifestPath = Path.Combine(directory, BundleManifest.FileName);
        File.Delete(manifestPath);
        foreach (var (path, bytes) in files)
        {
            var target = Path.Combine(directory, path);
            Directory.CreateDirectory(Path.GetDirectoryName(target)!);
            await File.WriteAllBytesAsync(target, bytes, cancellationToken);
        }

        await File.WriteAllBytesAsync(manifestPath, BundleFormat.Write(manifest), cancellationToken);
    }
}
