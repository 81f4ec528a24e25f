using Orleans.Serialization;

namespace Moodstream.Grains;

/// <summary>
/// Opens the embedded database early in a silo's start, so that a wrong path ends the start with its one line, and
/// closes it when no grain is left that could use it.
/// </summary>
internal sealed class EmbeddedStores(Func<EmbeddedDatabase> open, Serializer serializer) : ILifecycleParticipant<ISiloLifecycle>, IDisposable
{
    private EmbeddedDatabase? database;
    private RocksTimelineStore? timelines;
    private RocksPostStore? posts;

    /// <summary>The timelines.</summary>
    public ITimelineStore Timelines => timelines ?? throw NotOpen();

    /// <summary>The posts that come in parts.</summary>
    public IPostStore Posts => posts ?? throw NotOpen();

    /// <inheritdoc/>
    public void Participate(ISiloLifecycle observer) =>
        observer.Subscribe(nameof(EmbeddedStores), ServiceLifecycleStage.RuntimeInitialize, Start, Stop);

    /// <summary>Closes the database where a start that failed half-way left it open.</summary>
    public void Dispose() => database?.Dispose();

    private static InvalidOperationException NotOpen() => new("The embedded stores are open only while the silo runs.");

    private Task Start(CancellationToken cancellationToken)
    {
        database = open();
        var erasures = new ErasureRegister(database);
        timelines = new RocksTimelineStore(database, erasures);
        posts = new RocksPostStore(database, erasures, serializer);
        return Task.CompletedTask;
    }

    private async Task Stop(CancellationToken cancellationToken)
    {
        if (timelines is not null)
        {
            await timelines.DisposeAsync();
        }

        database?.Dispose();
    }
}
