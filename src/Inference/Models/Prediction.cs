using Moodstream.Abstractions.Models;
using Moodstream.Abstractions.Posts;

namespace Moodstream.Inference.Models;

/// <summary>What a model says of one content.</summary>
/// <param name="Verdict">The answer; null where <paramref name="Failure"/> is set, or where the content brings none of the model's modalities.</param>
/// <param name="Failure">Why a part of the content can never be encoded, or null.</param>
public sealed record Prediction(Verdict? Verdict, PostFailure? Failure);
