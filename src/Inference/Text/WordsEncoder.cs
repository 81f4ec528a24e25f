using System.Buffers;
using Moodstream.Inference.Encoders;
using Moodstream.Inference.Models;
using Moodstream.Inference.Onnx;

namespace Moodstream.Inference.Text;

/// <summary>Encodes words: the features of their vectors, projected into the common space. Runs on the caller's thread.</summary>
internal sealed class WordsEncoder : IModalityEncoder, IDisposable
{
    private readonly WordFeaturizer _words;
    private readonly OnnxFunction _projection;
    private readonly TimeProvider _time;

    private WordsEncoder(string modality, WordFeaturizer words, OnnxFunction projection, TimeProvider time)
    {
        Modality = modality;
        _words = words;
        _projection = projection;
        _time = time;
    }

    /// <summary>The registration.</summary>
    public static EncoderKind Kind { get; } = new(WordsSettings.Encoder, UsesDevice: false, [], Create);

    /// <inheritdoc/>
    public string Modality { get; }

    /// <inheritdoc/>
    public bool Applies(PostContent content) => !string.IsNullOrWhiteSpace(content.Text);

    /// <inheritdoc/>
    public Task<IReadOnlyList<EncodedContent>> EncodeAsync(IReadOnlyList<PostContent> contents, CancellationToken cancellationToken = default)
    {
        cancellationToken.ThrowIfCancellationRequested();
        return Task.FromResult<IReadOnlyList<EncodedContent>>(Encode(contents));
    }

    /// <inheritdoc/>
    public void Dispose() => _projection.Dispose();

    private static WordsEncoder Create(EncoderContext context)
    {
        var settings = context.ReadSettings(WordsJson.Default.WordsSettings);
        var words = WordFeaturizer.Load(context, settings.Vectors, settings.MaxTokens);
        return new WordsEncoder(context.Modality.Name, words, context.LoadProjection(settings.Projection, words.FeatureCount), context.Time);
    }

    private EncodedContent[] Encode(IReadOnlyList<PostContent> contents)
    {
        var width = _words.FeatureCount;
        var rented = ArrayPool<float>.Shared.Rent(contents.Count * width);
        try
        {
            var started = _time.GetTimestamp();
            var features = rented.AsMemory(0, contents.Count * width);
            for (var i = 0; i < contents.Count; i++)
            {
                _words.Featurize(contents[i], features.Span.Slice(i * width, width));
            }

            var featurized = _time.GetTimestamp();
            var vectors = _projection.Compute(features);
            var decodeMs = _time.GetElapsedTime(started, featurized).TotalMilliseconds;
            var embedMs = _time.GetElapsedTime(featurized).TotalMilliseconds;

            var results = new EncodedContent[contents.Count];
            for (var i = 0; i < results.Length; i++)
            {
                results[i] = new EncodedContent(
                    vectors.AsMemory(i * _projection.OutputWidth, _projection.OutputWidth), null, decodeMs, embedMs);
            }

            return results;
        }
        finally
        {
            ArrayPool<float>.Shared.Return(rented);
        }
    }
}
