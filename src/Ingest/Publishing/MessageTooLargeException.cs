namespace Moodstream.Ingest.Publishing;

/// <summary>The client or the server refuses a message for its size.</summary>
internal sealed class MessageTooLargeException(string message, Exception innerException) : Exception(message, innerException);
