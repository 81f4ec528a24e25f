using System.Globalization;
using Moodstream.Benchmarks.Competitors;
using Moodstream.Benchmarks.Competitors.Loop;
using Moodstream.Benchmarks.Competitors.Streams;

namespace Moodstream.Benchmarks.Cli;

/// <summary>
/// What a benchmark's own child processes run. They answer each line of standard input with the bytes allocated so far, and stop at its end, so
/// that none of them outlives the benchmark.
/// </summary>
internal static class CompeteCommand
{
    /// <summary>Runs a competitor until standard input ends.</summary>
    /// <param name="order">The order, in JSON.</param>
    public static async Task RunAsync(string order)
    {
        var (competitor, topics, bundle, folder) = ChildOrder.Read(order);
        using var stop = new CancellationTokenSource();
        var run = competitor == StreamizCompetitor.StreamizName
            ? StreamizTopology.RunAsync(topics, bundle, folder, stop.Token)
            : PlainLoop.RunAsync(topics, bundle, folder, stop.Token);
        await await Task.WhenAny(run, Task.Run(AnswerAsync));
        await stop.CancelAsync();
        await run;
    }

    private static async Task AnswerAsync()
    {
        while (await Console.In.ReadLineAsync() is not null)
        {
            Console.WriteLine(GC.GetTotalAllocatedBytes().ToString(CultureInfo.InvariantCulture));
        }
    }
}
