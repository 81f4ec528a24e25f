using Moodstream.Abstractions.Posts;

namespace Moodstream.Inference.Vision;

/// <summary>Features of one picture, or the reason why there are none.</summary>
/// <param name="Features">The features, <see cref="PictureFeaturizer.FeatureCount"/> numbers; empty where <paramref name="Failure"/> is set.</param>
/// <param name="Failure">Why the picture cannot be decoded, or null.</param>
/// <param name="DecodeMs">Milliseconds spent on decoding, at least 0.</param>
/// <param name="EmbedMs">Milliseconds spent in the network, queueing included, at least 0.</param>
public sealed record PictureFeatures(ReadOnlyMemory<float> Features, PostFailure? Failure, double DecodeMs, double EmbedMs);
