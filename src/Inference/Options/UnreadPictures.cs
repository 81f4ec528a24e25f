namespace Moodstream.Inference.Options;

/// <summary>What becomes of a post whose picture cannot be read.</summary>
public static class UnreadPictures
{
    /// <summary>It is classified by what else it brings, and its event says so; one that brings nothing else becomes a dead letter.</summary>
    public const string Flag = "flag";

    /// <summary>It becomes a dead letter.</summary>
    public const string Refuse = "refuse";
}
