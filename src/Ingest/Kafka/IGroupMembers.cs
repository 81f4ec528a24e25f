namespace Moodstream.Ingest.Kafka;

/// <summary>Asks the server who reads posts in the consumer group.</summary>
public interface IGroupMembers
{
    /// <summary>Names of the silos in the group, as their <c>client.id</c> tells them; those of other programs are left out.</summary>
    /// <returns>Null where the server cannot or will not say: it is away, is the embedded broker, or does not allow the question.</returns>
    Task<IReadOnlyCollection<string>?> ReadAsync();
}
