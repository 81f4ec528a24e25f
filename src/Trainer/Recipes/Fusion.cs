namespace Moodstream.Trainer.Recipes;

/// <summary>How a model brings modalities together.</summary>
internal enum Fusion
{
    /// <summary>Vectors of one space are pooled, then classified.</summary>
    Joint,

    /// <summary>Vectors are concatenated, then classified.</summary>
    Early,

    /// <summary>Each modality has a classifier; their probabilities are multiplied.</summary>
    Late,
}
