using Microsoft.Extensions.Logging;
using Orleans.Serialization;

namespace Moodstream.Grains.Storage;

/// <summary>
/// Opens the embedded database early in a silo's start, so that a wrong path ends the start with its one line, and
/// closes it when no grain is left that could use it.
/// </summary>
internal sealed partial class EmbeddedStores(Func<EmbeddedDatabase> open, TimelineRetention retention, Serializer serializer, ILogger<EmbeddedStores> logger) : IStores, ILifecycleParticipant<ISiloLifecycle>, IDisposable
{
    private EmbeddedDatabase? _database;
    private RocksTimelineStore? _timelines;
    private RocksPostStore? _posts;
    private ErasureRegister? _erasures;

    /// <inheritdoc/>
    public ITimelineStore Timelines => _timelines ?? throw NotOpen();

    /// <inheritdoc/>
    public IPostStore Posts => _posts ?? throw NotOpen();

    /// <inheritdoc/>
    public IErasures Erasures => _erasures ?? throw NotOpen();

    /// <inheritdoc/>
    public void Participate(ISiloLifecycle observer) =>
        observer.Subscribe(nameof(EmbeddedStores), ServiceLifecycleStage.RuntimeInitialize, StartAsync, StopAsync);

    /// <summary>Opens the database ahead of the silo's start; does nothing where it is open.</summary>
    /// <exception cref="TimelineStoreException">It cannot be opened.</exception>
    public void Open()
    {
        if (_database is not null)
        {
            return;
        }

        _database = open();
        if (_database.MayLackRows)
        {
            LogMayLackRows();
        }

        _erasures = new ErasureRegister(_database);
        _timelines = new RocksTimelineStore(_database, _erasures, retention);
        _posts = new RocksPostStore(_database, _erasures, serializer);
    }

    /// <summary>Closes the database where a start that failed half-way left it open.</summary>
    public void Dispose() => _database?.Dispose();

    private static InvalidOperationException NotOpen() => new("The embedded stores are open only while the silo runs.");

    private Task StartAsync(CancellationToken cancellationToken)
    {
        Open();
        return Task.CompletedTask;
    }

    private async Task StopAsync(CancellationToken cancellationToken)
    {
        if (_timelines is not null)
        {
            await _timelines.DisposeAsync();
        }

        _database?.Dispose();
    }

    [LoggerMessage(
        LogLevel.Warning,
        "The machine went down while the timelines were open: events of the last moments before may be missing there. Stop this silo and run -- rebuild-timelines, which takes them from the topic of events")]
    private partial void LogMayLackRows();
}
