using System.Collections.Immutable;
using Moodstream.Abstractions.Models;
using Moodstream.Abstractions.Posts;
using Moodstream.Inference.Encoders;
using Moodstream.Inference.Models;
using Moodstream.Inference.Onnx;
using Moodstream.Inference.Options;
using Moodstream.Inference.Quantization;
using Moodstream.Inference.Vision.Faces;

namespace Moodstream.Inference.Vision;

/// <summary>Encodes pictures: the features of <see cref="PictureFeaturizer"/>, projected into the common space.</summary>
internal sealed class ResNet18Encoder : IModalityEncoder, IAsyncDisposable
{
    private readonly EmbeddingMaker _maker;
    private readonly PictureFeaturizer _featurizer;
    private readonly OnnxFunction _projection;
    private readonly bool _refusesUnread;
    private readonly TimeProvider _time;

    private ResNet18Encoder(EmbeddingMaker maker, PictureFeaturizer featurizer, OnnxFunction projection, bool refusesUnread, TimeProvider time)
    {
        _refusesUnread = refusesUnread;
        _maker = maker;
        _featurizer = featurizer;
        _projection = projection;
        _time = time;
    }

    /// <summary>The registration.</summary>
    public static EncoderKind Kind { get; } = new(ResNet18Settings.Encoder, ResNet18.Externals, context => Create(context, readsFaces: false));

    /// <summary>The registration of the encoder that reads faces, too.</summary>
    public static EncoderKind KindWithFaces { get; } = new(
        ResNet18Settings.EncoderWithFaces, [.. ResNet18.Externals, .. FaceNetworks.Externals], context => Create(context, readsFaces: true));

    /// <inheritdoc/>
    public Modality Modality => _maker.Modality;

    /// <inheritdoc/>
    public InferenceDevice? Device => _featurizer.Device;

    /// <inheritdoc/>
    public bool Applies(PostContent content) => content.Image is not null;

    /// <inheritdoc/>
    public PostContent Part(PostContent content) => new() { Image = content.Image };

    /// <inheritdoc/>
    public async Task<ImmutableArray<Embedding>> EncodeAsync(IReadOnlyList<PostContent> contents, CancellationToken cancellationToken = default)
    {
        var pictures = await _featurizer.FeaturizeAsync([.. contents.Select(content => content.Image ?? default)], cancellationToken);
        var started = _time.GetTimestamp();
        var features = new float[pictures.Count(picture => picture.Failure is null) * _featurizer.FeatureCount];
        var rest = features.AsMemory();
        foreach (var picture in pictures.Where(picture => picture.Failure is null))
        {
            picture.Features.CopyTo(rest);
            rest = rest[_featurizer.FeatureCount..];
        }

        using var projected = _projection.Compute(features);
        var vectors = projected.Values;
        var projectMs = _time.GetElapsedTime(started).TotalMilliseconds;
        var embeddings = ImmutableArray.CreateBuilder<Embedding>(pictures.Count);
        foreach (var picture in pictures)
        {
            if (picture.Failure is { } failure)
            {
                embeddings.Add(_maker.Fail(failure with { IsRefusal = _refusesUnread }, picture.DecodeMs));
                continue;
            }

            embeddings.Add(_maker.Make(vectors[.._projection.OutputWidth], picture.DecodeMs, picture.EmbedMs + projectMs));
            vectors = vectors[_projection.OutputWidth..];
        }

        return embeddings.MoveToImmutable();
    }

    /// <inheritdoc/>
    public async ValueTask DisposeAsync()
    {
        await _featurizer.DisposeAsync();
        _projection.Dispose();
    }

    private static ResNet18Encoder Create(EncoderContext context, bool readsFaces)
    {
        var settings = context.ReadSettings(ResNet18Json.Default.ResNet18Settings);
        var poolings = PoolingsOf(settings, context.Bundle.Location);
        var projection = context.LoadProjection(settings.Projection, poolings.Sum(pooling => pooling.Count) + (readsFaces ? FaceFeatures.Count : 0));
        var faces = readsFaces ? new FaceReader(context.Networks, context.Device) : null;
        var ranges = settings.Ranges is { } path ? context.ReadFile(path, "ranges of ResNet18", NetworkRanges.Read) : null;
        var network = context.Fit(() => ResNet18.Load(context.Networks, poolings, ranges, context.Device.ComputesInIntegers));
        var featurizer = new PictureFeaturizer(network, faces, context.Device, context.Options, context.Time);
        var refusesUnread = UnreadPictures.Refuse.Equals(context.Options.UnreadPictures, StringComparison.OrdinalIgnoreCase);
        return new ResNet18Encoder(context.Maker, featurizer, projection, refusesUnread, context.Time);
    }

    private static PicturePooling[] PoolingsOf(ResNet18Settings settings, string location) => settings.Poolings is { IsEmpty: false } names
        ? [.. names.Select(name => PicturePooling.Find(name) ?? throw new ModelBundleException(
            $"The model bundle {location} asks for picture features '{name}'; this build has {string.Join(", ", PicturePooling.All.Select(pooling => pooling.Name))}."))]
        : [PicturePooling.All[0]];
}
