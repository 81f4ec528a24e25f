namespace Moodstream.Grains.Interfaces.Timelines;

/// <summary>A span of a timeline holds more posts than one answer may count; a shorter span will do.</summary>
[GenerateSerializer, Alias("moodstream.TimelineTooLongException")]
public sealed class TimelineTooLongException : Exception
{
    /// <summary>Most posts that one answer may count.</summary>
    public const int MaxPosts = 1_000_000;

    /// <summary>Makes the exception with its one message.</summary>
    public TimelineTooLongException()
        : base($"The span holds more than {MaxPosts} posts; ask for a shorter one.")
    {
    }

    /// <summary>Makes the exception.</summary>
    /// <param name="message">What is wrong.</param>
    public TimelineTooLongException(string message)
        : base(message)
    {
    }

    /// <summary>Makes the exception.</summary>
    /// <param name="message">What is wrong.</param>
    /// <param name="innerException">The cause.</param>
    public TimelineTooLongException(string message, Exception innerException)
        : base(message, innerException)
    {
    }
}
