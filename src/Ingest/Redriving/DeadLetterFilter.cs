namespace Moodstream.Ingest.Redriving;

/// <summary>Which dead letters are meant; what is null admits all.</summary>
public sealed record DeadLetterFilter
{
    /// <summary>Type of the failure.</summary>
    public string? Type { get; init; }

    /// <summary>The post's key, its user.</summary>
    public string? UserId { get; init; }

    /// <summary>Partition of the dead-letter topic.</summary>
    public int? Partition { get; init; }

    /// <summary>First offset there.</summary>
    public long? FromOffset { get; init; }

    /// <summary>Last offset there.</summary>
    public long? ToOffset { get; init; }

    /// <summary>Earliest time of the post on Kafka.</summary>
    public DateTimeOffset? From { get; init; }

    /// <summary>The time from which on the post's time is too late.</summary>
    public DateTimeOffset? To { get; init; }

    /// <summary>Whether every letter is meant.</summary>
    public bool IsEmpty => this == new DeadLetterFilter();

    /// <summary>Whether a letter is meant; one without a time is not, where a time is asked for.</summary>
    /// <param name="letter">The letter.</param>
    public bool Admits(DeadLetter letter)
    {
        ArgumentNullException.ThrowIfNull(letter);
        return (Type is null || Type == letter.Type)
            && (UserId is null || UserId == letter.UserId)
            && (Partition is null || Partition == letter.Partition)
            && (FromOffset is null || FromOffset <= letter.Offset)
            && (ToOffset is null || ToOffset >= letter.Offset)
            && (From is null || From <= letter.At)
            && (To is null || To > letter.At);
    }
}
