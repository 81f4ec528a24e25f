using Moodstream.Grains.Options;
using Moodstream.Grains.Storage;

namespace Moodstream.Grains.Postgres;

/// <summary>Rebuilds timelines in PostgreSQL, also while silos use them: whoever brings an event second finds it there.</summary>
public static class PostgresRebuild
{
    /// <summary>Opens the timelines, and makes their tables where they do not exist.</summary>
    /// <param name="database">The database; stays the caller's.</param>
    /// <param name="options">How long posts are kept.</param>
    /// <exception cref="TimelineStoreException">It cannot be used.</exception>
    public static TimelineRebuild Open(PostgresDatabase database, TimelineOptions options)
    {
        ArgumentNullException.ThrowIfNull(database);
        ArgumentNullException.ThrowIfNull(options);
        database.EnsureReady();
        var erasures = new PostgresErasures(database);
        var store = new PostgresTimelineStore(database, erasures, new TimelineRetention(TimeProvider.System, options.Retention), TimeProvider.System);
        return new TimelineRebuild(store, erasures, store.DisposeAsync);
    }
}
