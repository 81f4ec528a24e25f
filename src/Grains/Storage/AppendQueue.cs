using System.Collections.Immutable;
using System.Diagnostics;
using System.Threading.Channels;
using Moodstream.Grains.Interfaces.Timelines;
using Moodstream.Grains.Telemetry;

namespace Moodstream.Grains.Storage;

/// <summary>
/// Appends that wait for a store's one writer. It takes whatever is waiting and writes it as one batch: concurrent callers share a write.
/// </summary>
internal sealed class AppendQueue : IAsyncDisposable
{
    /// <summary>Appends that may wait for the writer; more callers wait for room.</summary>
    private const int MaxWaiting = 1_024;

    /// <summary>Rows after which a write is large enough.</summary>
    private const int MaxRows = 4_096;

    private readonly Func<IReadOnlyList<Appended>, Task> _write;
    private readonly Task _writer;
    private readonly Channel<Appended> _waiting = Channel.CreateBounded<Appended>(
        new BoundedChannelOptions(MaxWaiting) { SingleReader = true });

    /// <summary>Makes the queue and starts its writer.</summary>
    /// <param name="write">Writes a batch durably, all of it or nothing, and says what was not stored as it came.</param>
    public AppendQueue(Func<IReadOnlyList<Appended>, Task> write)
    {
        _write = write;
        _writer = Task.Run(WriteAllAsync);
    }

    /// <summary>Waits until entries are written.</summary>
    /// <param name="entries">The entries.</param>
    /// <returns>Those that were not stored as they came, in order.</returns>
    /// <exception cref="ChannelClosedException">The store is closed.</exception>
    public async Task<ImmutableArray<UnstoredEntry>> AppendAsync(ImmutableArray<TimelineEntry> entries) =>
        entries.IsDefaultOrEmpty ? [] : (await WriteAsync(new Appended(entries))).Unstored;

    /// <summary>Waits until the writer has passed everything that was queued before.</summary>
    public Task PassAsync() => WriteAsync(new Appended([]));

    /// <summary>Writes what is waiting and stops.</summary>
    public async ValueTask DisposeAsync()
    {
        _waiting.Writer.TryComplete();
        await _writer;
    }

    private async Task<Appended> WriteAsync(Appended appended)
    {
        await _waiting.Writer.WriteAsync(appended);
        await appended.Written.Task;
        return appended;
    }

    private async Task WriteAllAsync()
    {
        var together = new List<Appended>();
        while (await _waiting.Reader.WaitToReadAsync())
        {
            var rows = 0;
            while (rows < MaxRows && _waiting.Reader.TryRead(out var appended))
            {
                together.Add(appended);
                rows += appended.Entries.Length;
            }

            try
            {
                var started = Stopwatch.GetTimestamp();
                await _write(together);
                GrainsTelemetry.TimelineWritten(rows, Stopwatch.GetElapsedTime(started));
                together.ForEach(appended => appended.Written.SetResult());
            }
            catch (Exception exception)
            {
                together.ForEach(appended => appended.Written.SetException(exception));
            }

            together.Clear();
        }
    }
}
