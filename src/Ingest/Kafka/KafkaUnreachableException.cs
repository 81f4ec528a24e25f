namespace Moodstream.Ingest.Kafka;

/// <summary>No Kafka server answered, or it lacks a topic; the message is one line that names the setting.</summary>
/// <param name="message">One line that names the setting and what to do.</param>
/// <param name="innerException">The cause; null where there is none.</param>
public sealed class KafkaUnreachableException(string message, Exception? innerException = null) : Exception(message, innerException);
