using System.Collections.Immutable;
using Moodstream.Abstractions.Models;
using Moodstream.Abstractions.Posts;
using Moodstream.Inference.Encoders;
using Moodstream.Inference.Models;
using Moodstream.Inference.Onnx;
using Moodstream.Inference.Quantization;
using Moodstream.Inference.Text;

namespace Moodstream.Inference.Sentence;

/// <summary>Encodes texts: the features of their words beside their sentence vectors, projected into the common space.</summary>
internal sealed class WordsAndSentenceEncoder : IModalityEncoder, IAsyncDisposable
{
    private readonly TextEmbeddings _maker;
    private readonly WordFeaturizer _words;
    private readonly SentenceFeaturizer _sentences;
    private readonly OnnxFunction _projection;
    private readonly TimeProvider _time;

    private WordsAndSentenceEncoder(
        TextEmbeddings maker, WordFeaturizer words, SentenceFeaturizer sentences, OnnxFunction projection, TimeProvider time)
    {
        _maker = maker;
        _words = words;
        _sentences = sentences;
        _projection = projection;
        _time = time;
    }

    /// <summary>The registration.</summary>
    public static EncoderKind Kind { get; } = new(WordsAndSentenceSettings.Encoder, MiniLm.Externals, Create);

    /// <inheritdoc/>
    public Modality Modality => _maker.Modality;

    /// <inheritdoc/>
    public InferenceDevice? Device => _sentences.Device;

    /// <inheritdoc/>
    public bool Applies(PostContent content) => !string.IsNullOrWhiteSpace(content.Text);

    /// <inheritdoc/>
    public PostContent Part(PostContent content) => new() { Text = content.Text, Language = content.Language };

    /// <inheritdoc/>
    public async Task<ImmutableArray<Embedding>> EncodeAsync(IReadOnlyList<PostContent> contents, CancellationToken cancellationToken = default)
    {
        var started = _time.GetTimestamp();
        var features = new float[contents.Count * _projection.InputWidth];
        var understood = new TextUnderstanding[contents.Count];
        for (var i = 0; i < contents.Count; i++)
        {
            understood[i] = _words.Featurize(contents[i], features.AsSpan(i * _projection.InputWidth, _words.FeatureCount));
        }

        var pieces = _sentences.Tokenize(contents.Select(content => content.Text ?? ""));
        var tokenized = _time.GetTimestamp();
        var sentences = await _sentences.ComputeAsync(pieces, cancellationToken);
        for (var i = 0; i < sentences.Length; i++)
        {
            sentences[i].CopyTo(features.AsSpan((i * _projection.InputWidth) + _words.FeatureCount));
        }

        using var vectors = _projection.Compute(features);
        var decodeMs = _time.GetElapsedTime(started, tokenized).TotalMilliseconds;
        var embedMs = _time.GetElapsedTime(tokenized).TotalMilliseconds;
        return _maker.MakeBatch(vectors.Values, understood, decodeMs, embedMs);
    }

    /// <inheritdoc/>
    public async ValueTask DisposeAsync()
    {
        await _sentences.DisposeAsync();
        _projection.Dispose();
    }

    /// <summary>Makes it as a bundle asks for it.</summary>
    internal static WordsAndSentenceEncoder Create(EncoderContext context)
    {
        var settings = context.ReadSettings(WordsAndSentenceJson.Default.WordsAndSentenceSettings);
        if (settings.Layers is < 1 or > SentenceNetwork.AllLayers)
        {
            throw context.OutOfRange("layers", SentenceNetwork.AllLayers);
        }

        var words = WordFeaturizer.Load(context, settings.Vectors, settings.MaxTokens, settings.Reading);
        var projection = context.LoadProjection(settings.Projection, words.FeatureCount + SentenceFeaturizer.FeatureCount);
        return new WordsAndSentenceEncoder(new TextEmbeddings(context), words, LoadSentences(context, settings), projection, context.Time);
    }

    private static SentenceFeaturizer LoadSentences(EncoderContext context, WordsAndSentenceSettings settings)
    {
        SentenceNetwork network = new()
        {
            Layers = settings.Layers ?? SentenceNetwork.AllLayers,
            Update = settings.Update is { } update ? context.ReadFile(update, "update of MiniLM", NetworkUpdate.Read) : null,
            Ranges = settings.Ranges is { } ranges ? context.ReadFile(ranges, "ranges of MiniLM", NetworkRanges.Read) : null,
        };
        return context.Fit(() => new SentenceFeaturizer(context.Networks, context.Device, context.Options, network, context.Time));
    }
}
