using Moodstream.Abstractions.Emotions;
using Moodstream.Grains.Options;
using Moodstream.Grains.Storage;
using Moodstream.TestKit;

namespace Moodstream.Benchmarks.Loads;

/// <summary>Fills stores with rows.</summary>
internal static class TimelineRows
{
    private const int Batch = 4_000;
    private const string Pending = "rocksdb.compaction-pending";
    private const string Running = "rocksdb.num-running-compactions";

    private static readonly TimeSpan Look = TimeSpan.FromMilliseconds(200);

    /// <summary>Makes an embedded store, and gives it to whoever uses it.</summary>
    /// <param name="directory">Its folder.</param>
    /// <param name="syncWrites">Whether each write waits for the disk.</param>
    /// <param name="use">Uses it.</param>
    public static Task InEmbeddedAsync(string directory, bool syncWrites, Func<ITimelineStore, Task> use) =>
        InEmbeddedAsync(directory, syncWrites, (_, store) => use(store));

    /// <summary>
    /// Fills an embedded store with a row of each user, and waits until its files are merged, as they are of users who came over months.
    /// </summary>
    /// <param name="directory">Its folder.</param>
    /// <param name="users">How many users, named by <see cref="User"/>.</param>
    /// <param name="cancellationToken">Gives up waiting.</param>
    public static Task FillSettledAsync(string directory, int users, CancellationToken cancellationToken) =>
        InEmbeddedAsync(directory, syncWrites: false, async (database, store) =>
        {
            await FillAsync([store], users, users);
            while (database.Use(open => open.GetProperty(Running, database.Entries) != "0"
                || new[] { database.Entries, database.Places }.Any(family => open.GetProperty(Pending, family) != "0")))
            {
                await Task.Delay(Look, cancellationToken);
            }
        });

    /// <summary>Fills stores on the same data side by side. Users post in turn, so that a user's rows are all over the store's files.</summary>
    /// <param name="stores">The stores.</param>
    /// <param name="rows">How many rows.</param>
    /// <param name="users">Of how many users, named by <see cref="User"/>.</param>
    public static Task FillAsync(IReadOnlyList<ITimelineStore> stores, int rows, int users) =>
        Task.WhenAll(stores.Select((store, number) => Task.Run(async () =>
        {
            for (var from = number * Batch; from < rows; from += Batch * stores.Count)
            {
                await store.AppendAsync([.. Enumerable.Range(from, Math.Min(Batch, rows - from)).Select(i => Event(i, users).ToEntry())]);
            }
        })));

    /// <summary>Name of a user.</summary>
    /// <param name="number">The user's number, from 0.</param>
    public static string User(int number) => $"user-{number}";

    private static async Task InEmbeddedAsync(string directory, bool syncWrites, Func<EmbeddedDatabase, ITimelineStore, Task> use)
    {
        using var database = EmbeddedDatabase.Open(new TimelineOptions { Path = directory, SyncWrites = syncWrites });
        await using var store = new RocksTimelineStore(database, new ErasureRegister(database), TimelineRetention.Forever);
        await use(database, store);
    }

    private static EmotionEvent Event(int i, int users) =>
        TestPosts.Event($"post-{i:D9}", User(i % users), at: TestPosts.Noon.AddSeconds(i / users));
}
