namespace Moodstream.Ingest.Sending;

/// <summary>A paced sender gave up waiting for the consumer group.</summary>
/// <param name="message">What stalled, and what to do.</param>
public sealed class SendStalledException(string message) : Exception(message);
