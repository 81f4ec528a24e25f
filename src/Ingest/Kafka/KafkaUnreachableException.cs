namespace Moodstream.Ingest.Kafka;

/// <summary>No Kafka server answered; the message is one line that names the setting.</summary>
public sealed class KafkaUnreachableException : Exception
{
    /// <summary>Makes the exception.</summary>
    public KafkaUnreachableException()
        : base("Kafka is unreachable.")
    {
    }

    /// <summary>Makes the exception.</summary>
    /// <param name="message">One line that names the setting and what to do.</param>
    public KafkaUnreachableException(string message)
        : base(message)
    {
    }

    /// <summary>Makes the exception.</summary>
    /// <param name="message">One line that names the setting and what to do.</param>
    /// <param name="innerException">The cause.</param>
    public KafkaUnreachableException(string message, Exception innerException)
        : base(message, innerException)
    {
    }
}
