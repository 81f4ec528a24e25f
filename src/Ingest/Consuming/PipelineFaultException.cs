namespace Moodstream.Ingest.Consuming;

/// <summary>A lane failed in a way that it does not repeat by itself; its posts are read again.</summary>
internal sealed class PipelineFaultException(string message, Exception innerException) : Exception(message, innerException);
