namespace Moodstream.Ingest.Feeding;

/// <summary>Knows whether anybody subscribes to the cluster's stream <c>emotions</c>, which costs something for every event.</summary>
public interface IStreamAudience
{
    /// <summary>Whether somebody may listen to the stream of a partition, as of some seconds ago; cheap enough to ask for every batch.</summary>
    /// <param name="partition">Partition of the posts topic, from 0.</param>
    /// <returns>False only where it was found out that nobody does.</returns>
    bool MayListen(int partition);

    /// <summary>Whether somebody listens to the stream of a partition; finds it out where that was not done yet.</summary>
    /// <param name="partition">Partition of the posts topic, from 0.</param>
    /// <param name="cancellationToken">Ends the wait.</param>
    /// <returns>True as well where it could not be found out.</returns>
    ValueTask<bool> ListensAsync(int partition, CancellationToken cancellationToken);
}
