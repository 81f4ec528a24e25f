using System.Collections.Immutable;
using System.Globalization;
using System.Runtime.InteropServices;
using Moodstream.Abstractions.Models;
using Moodstream.Abstractions.Posts;
using Moodstream.Inference.Encoders;
using Moodstream.Inference.Options;

namespace Moodstream.Inference.Text;

/// <summary>Makes embeddings of texts, which tell how much of each was read.</summary>
internal sealed class TextEmbeddings
{
    private readonly EmbeddingMaker _maker;
    private readonly string _languages;
    private readonly bool _refuses;

    /// <summary>Makes it for an encoder.</summary>
    public TextEmbeddings(EncoderContext context)
    {
        _maker = context.Maker;
        _languages = string.Join(", ", context.Bundle.Manifest.Languages ?? []);
        _refuses = string.Equals(context.Options.UnreadTexts, UnreadTexts.Refuse, StringComparison.OrdinalIgnoreCase);
    }

    /// <summary>What the encoder encodes.</summary>
    public Modality Modality => _maker.Modality;

    /// <summary>The embeddings of a batch.</summary>
    /// <param name="vectors">The vectors of all texts, one after the other.</param>
    /// <param name="understood">What was read of each.</param>
    /// <param name="decodeMs">Milliseconds spent on making the batch ready.</param>
    /// <param name="embedMs">Milliseconds that the batch spent in the encoder.</param>
    public ImmutableArray<Embedding> MakeBatch(ReadOnlySpan<float> vectors, ReadOnlySpan<TextUnderstanding> understood, double decodeMs, double embedMs)
    {
        var width = vectors.Length / Math.Max(understood.Length, 1);
        var embeddings = new Embedding[understood.Length];
        for (var i = 0; i < embeddings.Length; i++)
        {
            embeddings[i] = _refuses && !understood[i].IsRead
                ? _maker.Fail(Refusal(understood[i]), decodeMs)
                : new Embedding
                {
                    Modality = _maker.Modality,
                    ModelVersion = _maker.ModelVersion,
                    Vector = ImmutableCollectionsMarshal.AsImmutableArray(vectors.Slice(i * width, width).ToArray()),
                    Coverage = understood[i].Coverage,
                    Language = understood[i].Language,
                    DecodeMs = decodeMs,
                    EmbedMs = embedMs,
                };
        }

        return ImmutableCollectionsMarshal.AsImmutableArray(embeddings);
    }

    private PostFailure Refusal(TextUnderstanding text) => new(
        "text-language", string.Create(CultureInfo.InvariantCulture, $"The text is in '{text.Language}', which the model does not read; it reads {_languages}."), IsRefusal: true);
}
