using Moodstream.Inference.Options;
using Moodstream.Inference.Vision;
using Moodstream.Inference.Vision.Faces;
using Moodstream.Trainer.Features;

namespace Moodstream.Trainer.Modalities.Pictures;

/// <summary>Takes features out of picture files.</summary>
/// <param name="readsFaces">Whether faces are read, too.</param>
internal sealed class PictureExtractor(bool readsFaces) : IFeatureExtractor
{
    // Part of the cache's name: raise it whenever Moodstream.Inference decodes or resizes pictures differently.
    private const string Preprocessing = "p1";

    // The same for faces: raise it whenever they are found, cut out or summed up differently.
    private const string Faces = "f1";

    private static readonly string Steps = string.Join('+', PicturePooling.All.Select(pooling => pooling.Name).Prepend(Preprocessing));

    private readonly InferenceOptions _options = new();
    private PictureFeaturizer? _featurizer;

    public string CacheName => NetworkFiles.CacheName(_options, "resnet18", Steps) + (readsFaces ? $"+{NetworkFiles.CacheName(_options, FaceFeatures.Name, Faces)}" : "");

    public int Width { get; } = PicturePooling.All.Sum(pooling => pooling.Count) + (readsFaces ? FaceFeatures.Count : 0);

    public int AtOnce => 32;

    public async ValueTask<byte[]> ReadAsync(string content, CancellationToken cancellationToken) =>
        await File.ReadAllBytesAsync(content, cancellationToken);

    public async Task<IReadOnlyList<float[]?>> ExtractAsync(IReadOnlyList<(string Name, byte[] Bytes)> contents, CancellationToken cancellationToken)
    {
        _featurizer ??= PictureFeaturizer.Load(_options, PicturePooling.All, readsFaces);
        var results = await _featurizer.FeaturizeAsync([.. contents.Select(picture => (ReadOnlyMemory<byte>)picture.Bytes)], cancellationToken);
        return [.. results.Select(result => result.Failure is null ? result.Features.ToArray() : null)];
    }

    public ValueTask DisposeAsync() => _featurizer?.DisposeAsync() ?? ValueTask.CompletedTask;
}
