using Microsoft.Extensions.Logging.Abstractions;
using Microsoft.Extensions.Time.Testing;
using Moodstream.Ingest.Kafka;
using Moodstream.Ingest.Options;
using Moodstream.Ingest.Retrying;
using Moodstream.Ingest.Status;
using Moodstream.TestKit;

namespace Moodstream.Ingest.Tests.Retrying;

[Trait("Category", "Unit")]
public sealed class RetriesTests : IDisposable
{
    private readonly FakeTimeProvider _time = new();
    private readonly IngestMonitor _monitor;
    private readonly Retries _retries;

    public RetriesTests()
    {
        _monitor = new IngestMonitor(new KafkaOptions(), new KafkaEndpoint("localhost:9092", IsEmbedded: false), _time, NullLogger<IngestMonitor>.Instance);
        _retries = new Retries("test", static e => e is IOException, new Backoff(TimeSpan.FromSeconds(1), TimeSpan.FromSeconds(10), _time), _monitor);
    }

    public void Dispose() => _monitor.Dispose();

    [Fact]
    public async Task A_failure_that_may_pass_is_reported_for_the_length_of_its_pause_and_repeated()
    {
        var calls = 0;
        var retryingInCall = -1;
        var run = _retries.RunAsync(
            () =>
            {
                retryingInCall = _monitor.Snapshot().RetryingNow;
                return ++calls < 3 ? Task.FromException<int>(new IOException()) : Task.FromResult(calls);
            },
            TestContext.Current.CancellationToken);

        // The first call begins at once, on the caller's thread.
        Assert.Equal((1, 1), (calls, _monitor.Snapshot().RetryingNow));
        await Wait.UntilAsync(() =>
        {
            _time.Advance(TimeSpan.FromSeconds(1));
            return run.IsCompleted;
        });
        Assert.Equal(3, await run);
        var status = _monitor.Snapshot();
        Assert.Equal((2L, 0, 0), (status.Retries, status.RetryingNow, retryingInCall));
    }

    [Fact]
    public async Task Another_failure_ends_the_call()
    {
        await Assert.ThrowsAsync<InvalidDataException>(() => _retries.RunAsync(
            static () => Task.FromException<int>(new InvalidDataException()), TestContext.Current.CancellationToken));
        Assert.Equal(0, _monitor.Snapshot().Retries);
    }

    [Theory]
    [InlineData(true)]
    [InlineData(false)]
    public async Task Told_to_end_it_says_so_whether_it_calls_or_pauses(bool whileCalling)
    {
        using var stop = new CancellationTokenSource();
        var run = _retries.RunAsync(
            () =>
            {
                if (whileCalling)
                {
                    stop.Cancel();
                }

                return Task.FromException<int>(new IOException());
            },
            stop.Token);
        await stop.CancelAsync();
        await Assert.ThrowsAnyAsync<OperationCanceledException>(() => run);
        Assert.Equal(0, _monitor.Snapshot().RetryingNow);
    }
}
