namespace Moodstream.Ingest.Pipeline;

/// <summary>The client or the server refuses a message for its size.</summary>
internal sealed class MessageTooLargeException(string message, Exception innerException) : Exception(message, innerException);
