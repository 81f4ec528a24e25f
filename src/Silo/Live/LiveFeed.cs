using Moodstream.Grains.Feeds;
using Moodstream.Grains.Interfaces.Emotions;
using Moodstream.Ingest.Feeding;

namespace Moodstream.Silo.Live;

/// <summary>
/// Pours what this silo publishes, and what others tell of theirs, into the feed and the trend. Events of this silo go straight into the ring;
/// for the others it keeps counts, and a sample while somebody watches there.
/// </summary>
/// <param name="feed">The ring.</param>
/// <param name="trend">Counts what is new in the ring.</param>
/// <param name="seats">Who watches here.</param>
/// <param name="exchange">The other silos.</param>
internal sealed class LiveFeed(EmotionFeed feed, EmotionTrend trend, FeedSeats seats, IFeedExchange exchange) : IEmotionFeed, IFeedReceiver
{
    /// <summary>Most events of a share: what a reader gets, many times over, so that filters find something.</summary>
    private const int MaxSample = 100;

    private readonly Lock _gate = new();
    private Reservoir<ShownEvent> _sample = new(MaxSample);
    private EmotionTally _tally = new();

    /// <inheritdoc/>
    public void Show(int partition, IReadOnlyList<ShownEvent> events)
    {
        var added = feed.Append(events);
        trend.Add(added);
        if (exchange.HasOthers)
        {
            Keep(added);
        }
    }

    /// <inheritdoc/>
    public bool Receive(FeedShare share)
    {
        trend.Add(share.Counts);
        feed.Append([.. share.Sample.Select(static shared => new ShownEvent(shared.Event, default, shared.Preview))]);
        return seats.Taken > 0;
    }

    /// <summary>Takes what was published here since the last call; null where that is nothing.</summary>
    public FeedShare? TakeShare()
    {
        lock (_gate)
        {
            if (_tally.Events == 0)
            {
                return null;
            }

            var share = new FeedShare(_tally.ToCounts(), [.. _sample.Items.Select(static shown => new SharedEvent(shown.Event, shown.Preview))]);
            _tally = new EmotionTally();
            _sample = new Reservoir<ShownEvent>(MaxSample);
            return share;
        }
    }

    private void Keep(IReadOnlyList<ShownEvent> added)
    {
        lock (_gate)
        {
            foreach (var shown in added)
            {
                _tally.Add(shown.Event, trend.LatencyOf(shown.Event));
                if (exchange.IsWatched)
                {
                    _sample.Add(shown);
                }
            }
        }
    }
}
