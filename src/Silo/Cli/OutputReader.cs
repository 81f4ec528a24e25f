using System.Runtime.InteropServices;

namespace Moodstream.Silo.Cli;

/// <summary>
/// Whoever reads standard output through a pipe, such as <c>head</c>. The platform's console passes over a reader that has gone, and a
/// program that has nothing to write for a while would not notice it anyway: so the pipe itself is asked.
/// </summary>
internal static partial class OutputReader
{
    private const int StandardOutput = 1;
    private const short Error = 8, HungUp = 16;

    private static readonly TimeSpan Interval = TimeSpan.FromMilliseconds(200);

    /// <summary>Makes a token that is cancelled when the reader has gone (never, where standard output is no pipe, or on Windows).</summary>
    /// <param name="stop">Cancels it as well, and ends the watch.</param>
    public static CancellationTokenSource Watch(CancellationToken stop)
    {
        var gone = CancellationTokenSource.CreateLinkedTokenSource(stop);
        if (!OperatingSystem.IsWindows() && Console.IsOutputRedirected)
        {
            _ = WatchAsync(gone);
        }

        return gone;
    }

    private static async Task WatchAsync(CancellationTokenSource gone)
    {
        using var timer = new PeriodicTimer(Interval);
        try
        {
            while (await timer.WaitForNextTickAsync(gone.Token))
            {
                var pipe = new Descriptor { Number = StandardOutput };
                if (Poll(ref pipe, 1, 0) > 0 && (pipe.Events & (Error | HungUp)) != 0)
                {
                    await gone.CancelAsync();
                }
            }
        }
        catch (Exception exception) when (exception is OperationCanceledException or ObjectDisposedException)
        {
            // The verb has ended, for whatever reason.
        }
    }

    [LibraryImport("libc", EntryPoint = "poll")]
    private static partial int Poll(ref Descriptor descriptors, nuint count, int timeoutMs);

    /// <summary>POSIX <c>struct pollfd</c>.</summary>
    private struct Descriptor
    {
        public int Number;
        public short Wanted;
        public short Events;
    }
}
