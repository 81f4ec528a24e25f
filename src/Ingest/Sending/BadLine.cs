namespace Moodstream.Ingest.Sending;

/// <summary>A line that has no user id to key it by.</summary>
/// <param name="Line">Its number, from 1.</param>
/// <param name="Message">One sentence for people; never quotes the line.</param>
public sealed record BadLine(long Line, string Message);
