using System.Collections.Immutable;
using System.Runtime.InteropServices;
using Moodstream.Abstractions.Models;
using Moodstream.Abstractions.Posts;

namespace Moodstream.Inference.Encoders;

/// <summary>Makes the embeddings of one encoder.</summary>
/// <param name="Modality">What it encodes.</param>
/// <param name="ModelVersion">Version of the bundle that it belongs to.</param>
internal sealed record EmbeddingMaker(Modality Modality, string ModelVersion)
{
    /// <summary>The embedding of one content.</summary>
    /// <param name="vector">Its vector, which is copied.</param>
    /// <param name="decodeMs">Milliseconds spent on making the content ready.</param>
    /// <param name="embedMs">Milliseconds spent in the encoder.</param>
    public Embedding Make(ReadOnlySpan<float> vector, double decodeMs, double embedMs) => new()
    {
        Modality = Modality,
        ModelVersion = ModelVersion,
        Vector = ImmutableCollectionsMarshal.AsImmutableArray(vector.ToArray()),
        DecodeMs = decodeMs,
        EmbedMs = embedMs,
    };

    /// <summary>The embeddings of a batch.</summary>
    /// <param name="vectors">The vectors of all contents, one after the other.</param>
    /// <param name="width">Length of one vector.</param>
    /// <param name="decodeMs">Milliseconds spent on making the batch ready.</param>
    /// <param name="embedMs">Milliseconds that the batch spent in the encoder.</param>
    public ImmutableArray<Embedding> MakeBatch(ReadOnlySpan<float> vectors, int width, double decodeMs, double embedMs)
    {
        var embeddings = new Embedding[vectors.Length / width];
        for (var i = 0; i < embeddings.Length; i++)
        {
            embeddings[i] = Make(vectors.Slice(i * width, width), decodeMs, embedMs);
        }

        return ImmutableCollectionsMarshal.AsImmutableArray(embeddings);
    }

    /// <summary>What stands for a content that can never be encoded.</summary>
    /// <param name="failure">Why.</param>
    /// <param name="decodeMs">Milliseconds spent on finding out.</param>
    public Embedding Fail(PostFailure failure, double decodeMs) =>
        new() { Modality = Modality, ModelVersion = ModelVersion, Failure = failure, DecodeMs = decodeMs };
}
