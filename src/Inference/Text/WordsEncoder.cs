using System.Buffers;
using System.Collections.Immutable;
using Moodstream.Abstractions.Models;
using Moodstream.Abstractions.Posts;
using Moodstream.Inference.Encoders;
using Moodstream.Inference.Models;
using Moodstream.Inference.Onnx;

namespace Moodstream.Inference.Text;

/// <summary>Encodes words: the features of their vectors, projected into the common space. Runs on the caller's thread.</summary>
internal sealed class WordsEncoder : IModalityEncoder, IDisposable
{
    private readonly TextEmbeddings _maker;
    private readonly WordFeaturizer _words;
    private readonly OnnxFunction _projection;
    private readonly TimeProvider _time;

    private WordsEncoder(TextEmbeddings maker, WordFeaturizer words, OnnxFunction projection, TimeProvider time)
    {
        _maker = maker;
        _words = words;
        _projection = projection;
        _time = time;
    }

    /// <summary>The registration.</summary>
    public static EncoderKind Kind { get; } = new(WordsSettings.Encoder, [], Create);

    /// <inheritdoc/>
    public Modality Modality => _maker.Modality;

    /// <inheritdoc/>
    public InferenceDevice? Device => null;

    /// <inheritdoc/>
    public bool Applies(PostContent content) => !string.IsNullOrWhiteSpace(content.Text);

    /// <inheritdoc/>
    public PostContent Part(PostContent content) => new() { Text = content.Text, Language = content.Language };

    /// <inheritdoc/>
    public Task<ImmutableArray<Embedding>> EncodeAsync(IReadOnlyList<PostContent> contents, CancellationToken cancellationToken = default)
    {
        cancellationToken.ThrowIfCancellationRequested();
        return Task.FromResult(Encode(contents));
    }

    /// <inheritdoc/>
    public void Dispose() => _projection.Dispose();

    /// <summary>Makes it as a bundle asks for it.</summary>
    internal static WordsEncoder Create(EncoderContext context)
    {
        var settings = context.ReadSettings(WordsJson.Default.WordsSettings);
        var words = WordFeaturizer.Load(context, settings.Vectors, settings.MaxTokens, settings.Reading);
        return new WordsEncoder(new TextEmbeddings(context), words, context.LoadProjection(settings.Projection, words.FeatureCount), context.Time);
    }

    private ImmutableArray<Embedding> Encode(IReadOnlyList<PostContent> contents)
    {
        var width = _words.FeatureCount;
        var rented = ArrayPool<float>.Shared.Rent(contents.Count * width);
        try
        {
            var started = _time.GetTimestamp();
            var features = rented.AsMemory(0, contents.Count * width);
            var understood = new TextUnderstanding[contents.Count];
            for (var i = 0; i < contents.Count; i++)
            {
                understood[i] = _words.Featurize(contents[i], features.Span.Slice(i * width, width));
            }

            var featurized = _time.GetTimestamp();
            using var vectors = _projection.Compute(features);
            var decodeMs = _time.GetElapsedTime(started, featurized).TotalMilliseconds;
            var embedMs = _time.GetElapsedTime(featurized).TotalMilliseconds;
            return _maker.MakeBatch(vectors.Values, understood, decodeMs, embedMs);
        }
        finally
        {
            ArrayPool<float>.Shared.Return(rented);
        }
    }
}
