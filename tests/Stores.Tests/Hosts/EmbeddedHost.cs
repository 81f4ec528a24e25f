using Moodstream.Grains.Options;
using Moodstream.Grains.Storage;
using Moodstream.TestKit;

namespace Moodstream.Stores.Tests.Hosts;

/// <summary>The embedded store, in a folder that goes away.</summary>
internal sealed class EmbeddedHost : StoreHost
{
    private readonly TemporaryFolder _directory = new();

    public string Folder => _directory.File("timeline");

    public override Task<OpenStores> OpenAsync(TimeProvider time, TimeSpan? retention = null) =>
        Task.FromResult(Open(Folder, new TimelineRetention(time, retention)));

    /// <summary>Opens stores on another folder.</summary>
    public OpenStores Open(string folder, TimelineRetention? retention = null)
    {
        var database = EmbeddedDatabase.Open(new TimelineOptions { Path = folder, RetentionDays = retention is null ? 0 : 1 });
        var erasures = new ErasureRegister(database);
        var timelines = new RocksTimelineStore(database, erasures, retention ?? TimelineRetention.Forever);
        return new OpenStores(timelines, new RocksPostStore(database, erasures, Serializer), erasures, async () =>
        {
            await timelines.DisposeAsync();
            database.Dispose();
        });
    }

    public override async ValueTask DisposeAsync()
    {
        await base.DisposeAsync();
        _directory.Dispose();
    }
}
