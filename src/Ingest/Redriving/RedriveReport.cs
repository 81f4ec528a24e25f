namespace Moodstream.Ingest.Redriving;

/// <summary>What became of the dead letters that were to be sent again.</summary>
public sealed record RedriveReport
{
    /// <summary>Letters that the filter admits.</summary>
    public required long Matched { get; init; }

    /// <summary>Posts that were sent again; in a dry run those that would be.</summary>
    public required long Sent { get; init; }

    /// <summary>Letters whose post was sent again before.</summary>
    public required long Earlier { get; init; }

    /// <summary>Letters of a post that another letter among these holds as well.</summary>
    public required long Repeated { get; init; }

    /// <summary>Letters without their post, which was too large for the topic.</summary>
    public required long Omitted { get; init; }

    /// <summary>Letters whose post came on another topic than this one's.</summary>
    public required long Foreign { get; init; }
}
