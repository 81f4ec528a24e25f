using Moodstream.Trainer.Datasets;

namespace Moodstream.Trainer.Comparing;

/// <summary>A test post on which models disagree.</summary>
/// <param name="Post">The post.</param>
/// <param name="Answers">The label that each model gives, in the order of the comparison; null where a model cannot answer.</param>
internal sealed record Disagreement(LabelledPost Post, IReadOnlyList<string?> Answers);
