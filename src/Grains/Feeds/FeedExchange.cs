using Microsoft.Extensions.Logging;
using Moodstream.Grains.Interfaces.Emotions;
using Moodstream.Grains.Placement;

namespace Moodstream.Grains.Feeds;

/// <inheritdoc cref="IFeedExchange"/>
internal sealed partial class FeedExchange(
    ISiloAnnouncements announcements, ILocalSiloDetails local, IGrainFactory grains, ILogger<FeedExchange> logger) : IFeedExchange
{
    private volatile bool _isWatched;

    /// <inheritdoc/>
    public bool HasOthers => Others.Any();

    /// <inheritdoc/>
    public bool IsWatched => _isWatched;

    private IEnumerable<string> Others => announcements.Active
        .Select(silo => silo.Announcement.Silo)
        .Where(name => name.Length > 0 && name != local.Name);

    /// <inheritdoc/>
    public async Task SendAsync(FeedShare share)
    {
        var watched = await Task.WhenAll(Others.Select(silo => SendAsync(silo, share)));
        _isWatched = watched.Any(isWatched => isWatched);
    }

    private async Task<bool> SendAsync(string silo, FeedShare share)
    {
        try
        {
            return await grains.GetGrain<ISiloFeed>(silo).Take(share);
        }
        catch (Exception exception)
        {
            LogNotTaken(exception, silo, share.Counts.Events);
            return false;
        }
    }

    [LoggerMessage(LogLevel.Debug, "Silo {Silo} did not take its share of {Events} events for its live feed")]
    private partial void LogNotTaken(Exception exception, string silo, int events);
}
