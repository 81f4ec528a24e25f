using System.Collections.Immutable;
using Moodstream.Abstractions.Models;
using Moodstream.Abstractions.Posts;

namespace Moodstream.Inference.Models;

/// <summary>
/// Encodes one modality into the common space. With a name and a projection, this is all that a modality is:
/// nothing that uses encoders counts them.
/// </summary>
public interface IModalityEncoder
{
    /// <summary>The modality, such as <c>text</c>.</summary>
    Modality Modality { get; }

    /// <summary>
    /// The device that it runs on, with the execution provider that its sessions really got; null for an encoder that computes on
    /// whatever thread calls it. It decides where contents are encoded: on a device of the cluster, or where they are.
    /// </summary>
    InferenceDevice? Device { get; }

    /// <summary>
    /// An encoder of the same modality that needs no device and settles what it can: of the rest it makes embeddings that are not
    /// <see cref="Embedding.IsSettled"/>, and those contents need this encoder. Null where there is none.
    /// </summary>
    IModalityEncoder? First => null;

    /// <summary>Whether the content brings this modality.</summary>
    /// <param name="content">A post's content.</param>
    bool Applies(PostContent content);

    /// <summary>The part of a content that the encoder reads, so that no more than that travels to another silo.</summary>
    /// <param name="content">A content to which the encoder applies.</param>
    PostContent Part(PostContent content);

    /// <summary>Encodes a batch. Calls may overlap; an encoder that runs on a device lets them share micro-batches.</summary>
    /// <param name="contents">Contents to which the encoder applies, whole or the <see cref="Part"/> of each.</param>
    /// <param name="cancellationToken">Gives up waiting; work already on a device runs to its end.</param>
    /// <returns>One embedding per content, in order. A content that can never be encoded fails alone, not its batch.</returns>
    Task<ImmutableArray<Embedding>> EncodeAsync(IReadOnlyList<PostContent> contents, CancellationToken cancellationToken = default);
}
