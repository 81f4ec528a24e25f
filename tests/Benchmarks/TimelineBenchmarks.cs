using System.Collections.Immutable;
using BenchmarkDotNet.Attributes;
using Moodstream.Grains.Interfaces.Timelines;
using Moodstream.Grains.Options;
using Moodstream.Grains.Storage;
using Moodstream.TestKit;

namespace Moodstream.Benchmarks;

/// <summary>The timeline store among many rows: cost per event appended, and per page read.</summary>
[InProcess, MemoryDiagnoser]
public class TimelineBenchmarks : IAsyncDisposable
{
    private const int Users = 2_000;
    private const int EventsPerUser = 100;
    private const int Batch = 100;

    private string _directory = string.Empty;
    private EmbeddedDatabase _database = null!;
    private RocksTimelineStore _store = null!;
    private int _next;

    /// <summary>Fills the store.</summary>
    [GlobalSetup]
    public async Task Fill()
    {
        _directory = Directory.CreateTempSubdirectory("moodstream-benchmark-").FullName;
        _database = EmbeddedDatabase.Open(new TimelineOptions { Path = _directory });
        _store = new RocksTimelineStore(_database, new ErasureRegister(_database), TimelineRetention.Forever);
        for (var i = 0; i < EventsPerUser; i++)
        {
            await _store.AppendAsync([.. Enumerable.Range(0, Users).Select(user => TestPosts.Event($"p{i}", $"u{user}", at: TestPosts.Noon.AddMinutes(i)).ToEntry())]);
        }
    }

    /// <summary>Removes the store.</summary>
    [GlobalCleanup]
    public async ValueTask DisposeAsync()
    {
        GC.SuppressFinalize(this);
        await _store.DisposeAsync();
        _database.Dispose();
        Directory.Delete(_directory, recursive: true);
    }

    /// <summary>One event of a batch of new posts.</summary>
    [Benchmark(OperationsPerInvoke = Batch)]
    public Task<ImmutableArray<UnstoredEntry>> AppendOne()
    {
        var first = Interlocked.Add(ref _next, Batch);
        return _store.AppendAsync([.. Enumerable.Range(first, Batch).Select(i => TestPosts.Event($"n{i}", $"u{i % Users}").ToEntry())]);
    }

    /// <summary>The newest hundred entries of one user.</summary>
    [Benchmark]
    public Task<TimelinePage> ReadPage() => _store.QueryAsync($"u{Interlocked.Increment(ref _next) % Users}", new TimelineQuery { Limit = 100 });
}
