using System.Collections.Immutable;
using Moodstream.Abstractions.Emotions;
using Moodstream.Grains.Interfaces.Timelines;
using Moodstream.Grains.Options;

namespace Moodstream.Grains.Storage;

/// <summary>
/// Puts the events of the topic into timelines that lack them. What is there stays as it is, and what was erased, by the store's own register or
/// by the topic's tombstones, does not come back.
/// </summary>
public sealed class TimelineRebuild : IAsyncDisposable
{
    private const int MaxEntries = 1_000;

    /// <summary>
    /// How long an erasure may take until it is published. What the store knows to be erased by then is not erased again, or posts that the user
    /// made afterwards would go as well, and those that the topic no longer has with them.
    /// </summary>
    private static readonly TimeSpan Meanwhile = TimeSpan.FromMinutes(5);

    private readonly ITimelineStore _store;
    private readonly IErasures _erasures;
    private readonly Func<ValueTask> _close;
    private readonly ImmutableArray<TimelineEntry>.Builder _waiting = ImmutableArray.CreateBuilder<TimelineEntry>(MaxEntries);

    /// <summary>Makes it for a store.</summary>
    /// <param name="store">The timelines.</param>
    /// <param name="erasures">Who was erased there.</param>
    /// <param name="close">Closes them.</param>
    internal TimelineRebuild(ITimelineStore store, IErasures erasures, Func<ValueTask> close)
    {
        _store = store;
        _erasures = erasures;
        _close = close;
    }

    /// <summary>Events that were there already.</summary>
    public long Present { get; private set; }

    /// <summary>Events of users who were erased afterwards.</summary>
    public long Erased { get; private set; }

    /// <summary>Events of posts that are past their retention.</summary>
    public long Expired { get; private set; }

    /// <summary>Opens the embedded store, and makes it where it does not exist.</summary>
    /// <param name="options">Where it is; every write is forced to the disk, whatever they say.</param>
    /// <exception cref="TimelineStoreException">It cannot be opened, or is in use.</exception>
    public static TimelineRebuild Open(TimelineOptions options)
    {
        ArgumentNullException.ThrowIfNull(options);
        var synced = new TimelineOptions { Path = options.Path, CacheMegabytes = options.CacheMegabytes, RetentionDays = options.RetentionDays, SyncWrites = true };
        var database = EmbeddedDatabase.Open(synced);
        var erasures = new ErasureRegister(database);
        var store = new RocksTimelineStore(database, erasures, new TimelineRetention(TimeProvider.System, synced.Retention));
        return new TimelineRebuild(store, erasures, async () =>
        {
            await store.DisposeAsync();
            database.Dispose();
        });
    }

    /// <summary>Takes up an erasure that the topic tells of; to be done before the first event.</summary>
    /// <param name="userId">The user.</param>
    /// <param name="until">When it was published: posts made until then are erased.</param>
    public async Task EraseAsync(string userId, DateTimeOffset until)
    {
        var known = await _erasures.UntilAsync(userId);
        await _erasures.AddAsync(userId, until);
        if (known is null || known < until - Meanwhile)
        {
            await _store.EraseAsync(userId);
        }
    }

    /// <summary>Takes up an event.</summary>
    /// <param name="json">The event in its public JSON form, in UTF-8.</param>
    /// <param name="at">When it was published: its post came in no later.</param>
    /// <returns>False where it is no event.</returns>
    public async Task<bool> AddAsync(ReadOnlyMemory<byte> json, DateTimeOffset at)
    {
        if (EmotionJson.TryRead(json.Span) is not { } emotion)
        {
            return false;
        }

        _waiting.Add(new TimelineEntry
        {
            Post = emotion.Post,
            Revision = emotion.Revision,
            CreatedAt = emotion.CreatedAt,
            ReceivedAt = at,
            Emotion = emotion.Emotion,
            Content = TimelineEntry.UnknownContent,
            Json = json.ToArray(),
        });
        if (_waiting.Count == MaxEntries)
        {
            await FlushAsync();
        }

        return true;
    }

    /// <summary>Writes what is left.</summary>
    public async Task FlushAsync()
    {
        foreach (var unstored in await _store.AppendAsync(_waiting.DrainToImmutable()))
        {
            Present += unstored.Reason == UnstoredReason.Repeated ? 1 : 0;
            Erased += unstored.Reason == UnstoredReason.Erased ? 1 : 0;
            Expired += unstored.Reason == UnstoredReason.Expired ? 1 : 0;
        }
    }

    /// <inheritdoc/>
    public ValueTask DisposeAsync() => _close();
}
