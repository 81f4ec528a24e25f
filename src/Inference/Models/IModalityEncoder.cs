namespace Moodstream.Inference.Models;

/// <summary>
/// Encodes one modality into the common space. With a name and a projection, this is all that a modality is:
/// nothing that uses encoders counts them.
/// </summary>
public interface IModalityEncoder
{
    /// <summary>Name of the modality, such as <c>text</c>.</summary>
    string Modality { get; }

    /// <summary>Whether the content brings this modality.</summary>
    /// <param name="content">A post's content.</param>
    bool Applies(PostContent content);

    /// <summary>Encodes a batch. Calls may overlap; an encoder that runs on a device lets them share micro-batches.</summary>
    /// <param name="contents">Contents to which the encoder applies.</param>
    /// <param name="cancellationToken">Gives up waiting; work already on a device runs to its end.</param>
    /// <returns>One result per content, in order. A content that cannot be encoded fails alone, not its batch.</returns>
    Task<IReadOnlyList<EncodedContent>> EncodeAsync(IReadOnlyList<PostContent> contents, CancellationToken cancellationToken = default);
}
