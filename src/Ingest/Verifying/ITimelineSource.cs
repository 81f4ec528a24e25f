namespace Moodstream.Ingest.Verifying;

/// <summary>Reads timelines.</summary>
public interface ITimelineSource
{
    /// <summary>Reads a user's whole timeline.</summary>
    /// <param name="userId">The user.</param>
    /// <param name="cancellationToken">Gives up.</param>
    /// <returns>Its events in their public JSON form, in UTF-8; each is read before the next is asked for.</returns>
    IAsyncEnumerable<ReadOnlyMemory<byte>> ReadAsync(string userId, CancellationToken cancellationToken);
}
