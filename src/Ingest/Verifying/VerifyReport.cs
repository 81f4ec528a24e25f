using System.Collections.Immutable;

namespace Moodstream.Ingest.Verifying;

/// <summary>What a verification found.</summary>
public sealed record VerifyReport
{
    /// <summary>What is wrong, by kind; empty where all posts are accounted for.</summary>
    public required ImmutableArray<Fault> Faults { get; init; }

    /// <summary>Messages of the posts topic.</summary>
    public required long Messages { get; init; }

    /// <summary>Messages whose post has its final event.</summary>
    public required long Final { get; init; }

    /// <summary>Messages that are in an event of their post, which may still get further parts.</summary>
    public required long Open { get; init; }

    /// <summary>Messages that became dead letters.</summary>
    public required long DeadLetters { get; init; }

    /// <summary>Dead letters among them whose posts were sent again; what was sent counts as a message of its own.</summary>
    public required long Redriven { get; init; }

    /// <summary>Messages of which nothing is said since their author was erased.</summary>
    public required long Erased { get; init; }

    /// <summary>Events on the topic.</summary>
    public required long Events { get; init; }

    /// <summary>Events among them that repeat an earlier one.</summary>
    public required long Repeated { get; init; }

    /// <summary>Messages that the server had dropped before they were read here, over all topics; of those nothing can be said.</summary>
    public required long Dropped { get; init; }

    /// <summary>Timelines that were compared with the topic; null where they were left out.</summary>
    public required long? Timelines { get; init; }
}
