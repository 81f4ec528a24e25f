namespace Moodstream.Ingest.Sending;

/// <summary>How far sending has come.</summary>
/// <param name="Lines">Lines read.</param>
/// <param name="BytesRead">Bytes read.</param>
/// <param name="Delivered">Posts whose delivery the server confirmed.</param>
/// <param name="BadLines">Lines without a user id.</param>
/// <param name="WaitingForConsumers">Whether it waits for the consumer group at this moment.</param>
public readonly record struct SendProgress(long Lines, long BytesRead, long Delivered, long BadLines, bool WaitingForConsumers);
