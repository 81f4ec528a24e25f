namespace Moodstream.Inference.Models;

/// <summary>One content in the common space, or the reason why it can never be encoded.</summary>
/// <param name="Vector">The vector, <see cref="ModelInfo.Dimension"/> long; empty where <paramref name="Failure"/> is set.</param>
/// <param name="Failure">Why the content cannot be encoded, or null.</param>
/// <param name="DecodeMs">Milliseconds spent on making the content ready (tokenizing, picture decoding), at least 0.</param>
/// <param name="EmbedMs">Milliseconds spent in the encoder, queueing for a device included, at least 0.</param>
public sealed record EncodedContent(ReadOnlyMemory<float> Vector, ContentFailure? Failure, double DecodeMs, double EmbedMs);
