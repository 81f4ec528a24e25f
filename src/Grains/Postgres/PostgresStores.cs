using Moodstream.Grains.Storage;
using Orleans.Serialization;

namespace Moodstream.Grains.Postgres;

/// <summary>The stores in PostgreSQL: there from early in a silo's start, so that a wrong setting ends it with its one line, until no grain is left that could use them.</summary>
internal sealed class PostgresStores(PostgresDatabase database, TimelineRetention retention, TimeProvider time, Serializer serializer) : IStores, ILifecycleParticipant<ISiloLifecycle>, IAsyncDisposable
{
    private PostgresErasures? _erasures;
    private PostgresTimelineStore? _timelines;
    private PostgresPostStore? _posts;

    /// <inheritdoc/>
    public ITimelineStore Timelines => _timelines ?? throw NotOpen();

    /// <inheritdoc/>
    public IPostStore Posts => _posts ?? throw NotOpen();

    /// <inheritdoc/>
    public IErasures Erasures => _erasures ?? throw NotOpen();

    /// <inheritdoc/>
    public void Participate(ISiloLifecycle observer) =>
        observer.Subscribe(nameof(PostgresStores), ServiceLifecycleStage.RuntimeInitialize, StartAsync, StopAsync);

    /// <summary>Writes what is waiting and stops.</summary>
    public ValueTask DisposeAsync() => _timelines?.DisposeAsync() ?? ValueTask.CompletedTask;

    private static InvalidOperationException NotOpen() => new("The stores are there only while the silo runs.");

    private Task StartAsync(CancellationToken cancellationToken)
    {
        database.EnsureReady();
        _erasures = new PostgresErasures(database);
        _timelines = new PostgresTimelineStore(database, _erasures, retention, time);
        _posts = new PostgresPostStore(database, _erasures, serializer);
        return Task.CompletedTask;
    }

    private Task StopAsync(CancellationToken cancellationToken) => DisposeAsync().AsTask();
}
