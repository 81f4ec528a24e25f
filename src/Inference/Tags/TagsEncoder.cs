using System.Collections.Immutable;
using System.Numerics.Tensors;
using Moodstream.Abstractions.Models;
using Moodstream.Abstractions.Posts;
using Moodstream.Inference.Encoders;
using Moodstream.Inference.Models;
using Moodstream.Inference.Onnx;
using Moodstream.Inference.Text;

namespace Moodstream.Inference.Tags;

/// <summary>Encodes tags: the mean of their vectors, projected into the common space. Runs on the caller's thread.</summary>
internal sealed class TagsEncoder : IModalityEncoder, IDisposable
{
    private readonly EmbeddingMaker _maker;
    private readonly WordVectors _vectors;
    private readonly OnnxFunction _projection;
    private readonly TimeProvider _time;

    private TagsEncoder(EmbeddingMaker maker, WordVectors vectors, OnnxFunction projection, TimeProvider time)
    {
        _maker = maker;
        _vectors = vectors;
        _projection = projection;
        _time = time;
    }

    /// <summary>The registration.</summary>
    public static EncoderKind Kind { get; } = new(TagsSettings.Encoder, [], Create);

    /// <inheritdoc/>
    public Modality Modality => _maker.Modality;

    /// <inheritdoc/>
    public InferenceDevice? Device => null;

    /// <summary>
    /// Whether the content has a tag that the model knows. Nearly every post has some tag, and unknown ones say nothing: counting them
    /// would put an opinion of nothing into the pool.
    /// </summary>
    public bool Applies(PostContent content) => PostTags.Of(content).Any(tag => _vectors.Vocabulary.Find(tag) >= 0);

    /// <inheritdoc/>
    public PostContent Part(PostContent content) => new() { Text = content.Text, Source = content.Source };

    /// <inheritdoc/>
    public Task<ImmutableArray<Embedding>> EncodeAsync(IReadOnlyList<PostContent> contents, CancellationToken cancellationToken = default)
    {
        cancellationToken.ThrowIfCancellationRequested();
        return Task.FromResult(Encode(contents));
    }

    /// <inheritdoc/>
    public void Dispose() => _projection.Dispose();

    private static TagsEncoder Create(EncoderContext context)
    {
        var settings = context.ReadSettings(TagsJson.Default.TagsSettings);
        ReadingVersion.Check(context, settings.Reading);
        var vectors = context.ReadFile(settings.Vectors, "vectors of tags", file => WordVectors.Read(file));
        return new TagsEncoder(context.Maker, vectors, context.LoadProjection(settings.Projection, vectors.Width), context.Time);
    }

    private ImmutableArray<Embedding> Encode(IReadOnlyList<PostContent> contents)
    {
        var started = _time.GetTimestamp();
        var features = new float[contents.Count * _vectors.Width];
        for (var i = 0; i < contents.Count; i++)
        {
            Featurize(contents[i], features.AsSpan(i * _vectors.Width, _vectors.Width));
        }

        var featurized = _time.GetTimestamp();
        using var vectors = _projection.Compute(features);
        var decodeMs = _time.GetElapsedTime(started, featurized).TotalMilliseconds;
        var embedMs = _time.GetElapsedTime(featurized).TotalMilliseconds;
        return _maker.MakeBatch(vectors.Values, _projection.OutputWidth, decodeMs, embedMs);
    }

    /// <summary>The mean over known tags, summed by id, so that equal sets of tags give equal bits.</summary>
    private void Featurize(PostContent content, Span<float> mean)
    {
        int[] known = [.. PostTags.Of(content).Select(tag => _vectors.Vocabulary.Find(tag)).Where(id => id >= 0).Order()];
        foreach (var id in known)
        {
            TensorPrimitives.Add(mean, _vectors.Row(id), mean);
        }

        if (known.Length > 1)
        {
            TensorPrimitives.Divide(mean, known.Length, mean);
        }
    }
}
