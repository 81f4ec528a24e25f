namespace Moodstream.Grains.Posts;

/// <summary>Settings of the section <c>Fusion</c>: how the parts of a post meet.</summary>
public sealed class FusionOptions
{
    /// <summary>Name of the section.</summary>
    public const string Section = "Fusion";

    /// <summary>
    /// How long the first part of a post waits for the others before a provisional event is published, 0–20,000 ms.
    /// </summary>
    public int WindowMs { get; set; } = 2_000;

    /// <summary>
    /// How long a post that came in parts is remembered after its latest event, 1–8,760 hours. A part that is delivered
    /// again within that time repeats its event; keep it at least as long as the posts topic keeps its records.
    /// </summary>
    public int RetentionHours { get; set; } = 168;
}
