using System.Buffers;

namespace Moodstream.Inference;

/// <summary>Encodes words: the features of their vectors, projected into the common space. Runs on the caller's thread.</summary>
internal sealed class WordsEncoder : IModalityEncoder, IDisposable
{
    private const int MaxTokensLimit = 4_096;

    private readonly WordVectors _vectors;
    private readonly OnnxFunction _projection;
    private readonly int _maxTokens;
    private readonly TimeProvider _time;

    private WordsEncoder(string modality, WordVectors vectors, OnnxFunction projection, int maxTokens, TimeProvider time)
    {
        Modality = modality;
        _vectors = vectors;
        _projection = projection;
        _maxTokens = maxTokens;
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
        var settings = context.ReadSettings(BundleJson.Default.WordsSettings);
        if (settings.MaxTokens is < 1 or > MaxTokensLimit)
        {
            throw new ModelBundleException(
                $"The model bundle {context.Bundle.Location}: 'maxTokens' of modality '{context.Modality.Name}' must be 1 to {MaxTokensLimit}; train the model again.");
        }

        WordVectors vectors;
        try
        {
            vectors = WordVectors.Read(context.Bundle.Get(settings.Vectors));
        }
        catch (Exception exception) when (exception is InvalidDataException or ArgumentException)
        {
            throw new ModelBundleException(
                $"The file '{settings.Vectors}' of the model bundle {context.Bundle.Location} holds no word vectors; train the model again.", exception);
        }

        return new WordsEncoder(
            context.Modality.Name, vectors, context.LoadProjection(settings.Projection, vectors.FeatureCount), settings.MaxTokens, context.Time);
    }

    private EncodedContent[] Encode(IReadOnlyList<PostContent> contents)
    {
        var width = _vectors.FeatureCount;
        var rented = ArrayPool<float>.Shared.Rent(contents.Count * width);
        try
        {
            var started = _time.GetTimestamp();
            var features = rented.AsMemory(0, contents.Count * width);
            Featurize(contents, features.Span);
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

    private void Featurize(IReadOnlyList<PostContent> contents, Span<float> features)
    {
        var width = _vectors.FeatureCount;
        Span<int> ids = stackalloc int[_maxTokens];
        for (var i = 0; i < contents.Count; i++)
        {
            var count = _vectors.Vocabulary.Encode(contents[i].Text ?? "", ids);
            _vectors.Featurize(ids[..count], features.Slice(i * width, width));
        }
    }
}
