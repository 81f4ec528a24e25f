namespace Moodstream.Ingest.Sending;

/// <summary>How far sending has come.</summary>
/// <param name="Lines">Lines read.</param>
/// <param name="BytesDone">Bytes of the lines that were dealt with: their delivery is confirmed, or they were no posts.</param>
/// <param name="Delivered">Posts whose delivery the server confirmed.</param>
/// <param name="BadLines">Lines without a user id.</param>
/// <param name="WaitingForConsumers">Whether it waits for the consumer group at this moment.</param>
public readonly record struct SendProgress(long Lines, long BytesDone, long Delivered, long BadLines, bool WaitingForConsumers);
