namespace Moodstream.Ingest.Feeding;

/// <summary>Knows whether anybody subscribes to the cluster's stream <c>emotions</c>, which costs something for every event.</summary>
public interface IStreamAudience
{
    /// <summary>Whether somebody listens to the stream of a partition, as of some seconds ago; cheap enough to ask for every batch.</summary>
    /// <param name="partition">Partition of the posts topic, from 0.</param>
    bool Listens(int partition);
}
