using System.Collections.Immutable;
using System.Text.Json;
using Moodstream.Abstractions.Models;
using Moodstream.Abstractions.Posts;
using Moodstream.Inference.Encoders;
using Moodstream.Inference.Fusion;
using Moodstream.Inference.Models;
using Moodstream.Inference.Sentence;
using Moodstream.Inference.Text;

namespace Moodstream.Inference.Adaptive;

/// <summary>Encodes texts by their words, and those of which the words alone say too little by their words and sentences.</summary>
internal sealed class AdaptiveEncoder : IModalityEncoder, IAsyncDisposable
{
    private const string Path = "sentences";

    private readonly FirstLook _first;
    private readonly WordsAndSentenceEncoder _sentences;

    private AdaptiveEncoder(FirstLook first, WordsAndSentenceEncoder sentences)
    {
        _first = first;
        _sentences = sentences;
    }

    /// <summary>The registration.</summary>
    public static EncoderKind Kind { get; } = new(AdaptiveSettings.Encoder, WordsAndSentenceEncoder.Kind.Externals, Create);

    /// <inheritdoc/>
    public Modality Modality => _first.Modality;

    /// <inheritdoc/>
    public InferenceDevice? Device => _sentences.Device;

    /// <inheritdoc/>
    public IModalityEncoder? First => _first;

    /// <inheritdoc/>
    public bool Applies(PostContent content) => _first.Applies(content);

    /// <inheritdoc/>
    public PostContent Part(PostContent content) => _first.Part(content);

    /// <inheritdoc/>
    public async Task<ImmutableArray<Embedding>> EncodeAsync(IReadOnlyList<PostContent> contents, CancellationToken cancellationToken = default)
    {
        var embeddings = await _first.EncodeAsync(contents, cancellationToken);
        return await embeddings.SettleAsync(
            contents, async left => [.. (await _sentences.EncodeAsync(left, cancellationToken)).Select(static embedding => embedding with { Path = Path })]);
    }

    /// <inheritdoc/>
    public async ValueTask DisposeAsync()
    {
        _first.Dispose();
        await _sentences.DisposeAsync();
    }

    private static AdaptiveEncoder Create(EncoderContext context)
    {
        var settings = context.ReadSettings(AdaptiveJson.Default.AdaptiveSettings);
        if (settings.Threshold is not (>= 0 and <= 1))
        {
            throw new ModelBundleException(
                $"The model bundle {context.Bundle.Location}: 'threshold' of modality '{context.Modality.Name}' must be 0 to 1; join its parts again.");
        }

        var first = new FirstLook(WordsEncoder.Create(With(settings.Words.ToJson())), FusionHead.Load(context.Bundle, context.Time), settings.Threshold);
        try
        {
            return new AdaptiveEncoder(first, WordsAndSentenceEncoder.Create(With(settings.Sentences.ToJson())));
        }
        catch
        {
            first.Dispose();
            throw;
        }

        EncoderContext With(JsonElement part) => context with { Modality = context.Modality with { Settings = part } };
    }
}
