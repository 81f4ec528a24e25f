namespace Moodstream.Inference.Options;

/// <summary>What becomes of a text that a model cannot read.</summary>
public static class UnreadTexts
{
    /// <summary>It is classified with low confidence.</summary>
    public const string Flag = "flag";

    /// <summary>What was not read counts for an emotion of this name.</summary>
    public const string Unknown = "unknown";

    /// <summary>A post in a language that the model does not read is refused.</summary>
    public const string Refuse = "refuse";
}
