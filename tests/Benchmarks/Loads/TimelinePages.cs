using System.Diagnostics;
using System.Globalization;
using Microsoft.Extensions.Options;
using Moodstream.Grains.Interfaces.Timelines;
using Moodstream.Grains.Options;
using Moodstream.Grains.Postgres;
using Moodstream.Grains.Storage;
using Npgsql;

namespace Moodstream.Benchmarks.Loads;

/// <summary>How fast rows come into a store, and how long a page of a timeline takes among many: quantiles, which averages would hide.</summary>
internal static class TimelinePages
{
    private const int RowsPerUser = 100;
    private const int WritersInPostgres = 2;
    private const int Pages = 20_000;

    /// <summary>Measures the embedded store.</summary>
    /// <param name="rows">Rows to store.</param>
    /// <param name="syncWrites">Whether each write waits for the disk.</param>
    public static async Task RunAsync(int rows, bool syncWrites)
    {
        var directory = Directory.CreateTempSubdirectory("moodstream-load-").FullName;
        try
        {
            await TimelineRows.InEmbeddedAsync(directory, syncWrites, store => RunAsync(rows, [store], () => Bytes(directory)));
        }
        finally
        {
            Directory.Delete(directory, recursive: true);
        }
    }

    /// <summary>Measures the store in PostgreSQL, written to as by two silos.</summary>
    /// <param name="rows">Rows to store.</param>
    /// <param name="connectionString">An empty database.</param>
    public static async Task RunAsync(int rows, string connectionString)
    {
        await using var database = new PostgresDatabase(Options.Create(new PostgresOptions { ConnectionString = connectionString }));
        database.EnsureReady();
        PostgresTimelineStore[] stores = [.. Enumerable.Range(0, WritersInPostgres)
            .Select(_ => new PostgresTimelineStore(database, new PostgresErasures(database), TimelineRetention.Forever, TimeProvider.System))];
        await RunAsync(rows, stores, () => Size(connectionString));
        foreach (var store in stores)
        {
            await store.DisposeAsync();
        }
    }

    /// <summary>Fills stores on the same data side by side, and reads pages of users chosen at random, one after the other.</summary>
    private static async Task RunAsync(int rows, ITimelineStore[] stores, Func<long> size)
    {
        var users = rows / RowsPerUser;
        var filling = Stopwatch.StartNew();
        await TimelineRows.FillAsync(stores, rows, users);
        Console.WriteLine(string.Create(
            CultureInfo.InvariantCulture,
            $"{rows:N0} rows of {users:N0} users stored in {filling.Elapsed.TotalSeconds:N0} s, {rows / filling.Elapsed.TotalSeconds:N0} rows/s; {size() / 1e9:N1} GB on disk"));

        var times = new double[Pages];
        var random = new Random(1);
        for (var i = 0; i < Pages; i++)
        {
            var started = Stopwatch.GetTimestamp();
            var page = await stores[i % stores.Length].QueryAsync(TimelineRows.User(random.Next(users)), new TimelineQuery { Limit = 100 });
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

    private static long Size(string connectionString)
    {
        using var connection = new NpgsqlConnection(connectionString);
        connection.Open();
        using var command = new NpgsqlCommand("SELECT pg_database_size(current_database())", connection);
        return (long)command.ExecuteScalar()!;
    }

    private static long Bytes(string directory) =>
        new DirectoryInfo(directory).EnumerateFiles("*", SearchOption.AllDirectories).Sum(file => file.Length);
}
