using System.Collections.Immutable;
using Moodstream.Abstractions.Models;
using Moodstream.Abstractions.Posts;

namespace Moodstream.Inference.Models;

/// <summary>What a model says of one content.</summary>
/// <param name="Verdict">
/// The answer, by what could be read; null where the content brings none of the model's modalities, or fails for what could not be read.
/// </param>
/// <param name="Failure">Why a part of the content can never be encoded, or null.</param>
public sealed record Prediction(Verdict? Verdict, PostFailure? Failure)
{
    /// <summary>What the content brings and the answer does without, with the types of the failures, by modality; null where there is none.</summary>
    public ImmutableSortedDictionary<string, string>? Unread { get; init; }

    /// <summary>The answer by everything that the content brings; null where a part could not be read, whether or not the rest has an answer.</summary>
    public Verdict? WholeVerdict => Failure is null ? Verdict : null;
}
