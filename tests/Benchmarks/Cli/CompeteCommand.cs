using System.Globalization;
using Moodstream.Benchmarks.Brokers;
using Moodstream.Benchmarks.Competitors;
using Moodstream.Benchmarks.Competitors.Loop;

namespace Moodstream.Benchmarks.Cli;

/// <summary>
/// What a benchmark's own child processes run. They answer each line of standard input with the bytes allocated so far, and stop at its end, so
/// that none of them outlives the benchmark.
/// </summary>
internal static class CompeteCommand
{
    /// <summary>Runs a competitor until standard input ends.</summary>
    /// <param name="arguments">Name, broker, posts, events, group, bundle, folder, batch size.</param>
    public static async Task<int> RunAsync(string[] arguments)
    {
        if (arguments is not [LoopCompetitor.LoopName, var bootstrap, var posts, var events, var group, var bundle, var folder, var batch])
        {
            throw new BenchmarkException("compete is for the benchmark itself; use flow.");
        }

        var topics = new RunTopics(bootstrap, posts, events, string.Empty, group);
        using var stop = new CancellationTokenSource();
        var run = PlainLoop.RunAsync(topics, bundle, folder, int.Parse(batch, CultureInfo.InvariantCulture), stop.Token);
        var answering = Task.Run(AnswerAsync);
        await await Task.WhenAny(run, answering);
        await stop.CancelAsync();
        await run;
        return 0;
    }

    private static async Task AnswerAsync()
    {
        while (await Console.In.ReadLineAsync() is not null)
        {
            Console.WriteLine(GC.GetTotalAllocatedBytes().ToString(CultureInfo.InvariantCulture));
        }
    }
}
