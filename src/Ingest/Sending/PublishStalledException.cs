namespace Moodstream.Ingest.Sending;

/// <summary>A paced publisher gave up waiting for the consumer group.</summary>
public sealed class PublishStalledException : Exception
{
    /// <summary>Makes the exception.</summary>
    public PublishStalledException()
        : base("The consumer group takes in no posts.")
    {
    }

    /// <summary>Makes the exception.</summary>
    /// <param name="message">What stalled, and what to do.</param>
    public PublishStalledException(string message)
        : base(message)
    {
    }

    /// <summary>Makes the exception.</summary>
    /// <param name="message">What stalled, and what to do.</param>
    /// <param name="innerException">The cause.</param>
    public PublishStalledException(string message, Exception innerException)
        : base(message, innerException)
    {
    }
}
