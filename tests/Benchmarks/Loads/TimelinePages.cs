using System.Diagnostics;
using System.Globalization;
using Moodstream.Abstractions.Emotions;
using Moodstream.Grains.Interfaces.Timelines;
using Moodstream.Grains.Options;
using Moodstream.Grains.Storage;
using Moodstream.TestKit;

namespace Moodstream.Benchmarks.Loads;

/// <summary>How long a page of a timeline takes among many rows: quantiles, which averages would hide.</summary>
internal static class TimelinePages
{
    private const int RowsPerUser = 100;
    private const int Batch = 4_000;
    private const int Pages = 20_000;

    /// <summary>Fills a store and reads pages of users chosen at random, one after the other.</summary>
    /// <param name="rows">Rows to store.</param>
    public static async Task RunAsync(int rows)
    {
        var directory = Directory.CreateTempSubdirectory("moodstream-load-").FullName;
        try
        {
            using var database = EmbeddedDatabase.Open(new TimelineOptions { Path = directory });
            await using var store = new RocksTimelineStore(database, new ErasureRegister(database));
            var users = rows / RowsPerUser;
            var filling = Stopwatch.StartNew();
            for (var from = 0; from < rows; from += Batch)
            {
                // Users post in turn, so that a page's rows come from all over the store's files.
                await store.AppendAsync([.. Enumerable.Range(from, Math.Min(Batch, rows - from)).Select(i => Event(i, users).ToEntry())]);
            }

            Console.WriteLine(string.Create(
                CultureInfo.InvariantCulture,
                $"{rows:N0} rows of {users:N0} users stored in {filling.Elapsed.TotalSeconds:N0} s; {Bytes(directory) / 1e9:N1} GB on disk"));

            var times = new double[Pages];
            var random = new Random(1);
            for (var i = 0; i < Pages; i++)
            {
                var started = Stopwatch.GetTimestamp();
                var page = await store.QueryAsync($"user-{random.Next(users)}", new TimelineQuery { Limit = 100 });
                times[i] = Stopwatch.GetElapsedTime(started).TotalMilliseconds;
                if (page.Items.Length != 100)
                {
                    throw new InvalidOperationException($"A page held {page.Items.Length} rows.");
                }
            }

            Array.Sort(times);
            Console.WriteLine(string.Create(
                CultureInfo.InvariantCulture,
                $"{Pages:N0} pages of 100 rows: p50 {times[Pages / 2]:N2} ms, p99 {times[Pages * 99 / 100]:N2} ms, longest {times[^1]:N2} ms"));
        }
        finally
        {
            Directory.Delete(directory, recursive: true);
        }
    }

    private static EmotionEvent Event(int i, int users) =>
        TestPosts.Event($"post-{i:D9}", $"user-{i % users}", at: TestPosts.Noon.AddSeconds(i / users));

    private static long Bytes(string directory) =>
        new DirectoryInfo(directory).EnumerateFiles("*", SearchOption.AllDirectories).Sum(file => file.Length);
}
