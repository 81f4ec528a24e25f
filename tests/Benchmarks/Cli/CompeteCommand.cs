using System.Globalization;
using Moodstream.Benchmarks.Competitors;
using Moodstream.Benchmarks.Competitors.Loop;
using Moodstream.Benchmarks.Competitors.Model;
using Moodstream.Benchmarks.Competitors.Streams;
using Moodstream.Benchmarks.Posts;
using Moodstream.Inference.Models;

namespace Moodstream.Benchmarks.Cli;

/// <summary>
/// What a benchmark's own child processes run. They answer each line of standard input with the bytes allocated so far, and stop at its end, so
/// that none of them outlives the benchmark.
/// </summary>
internal static class CompeteCommand
{
    /// <summary>Runs a competitor until standard input ends.</summary>
    /// <param name="json">The order.</param>
    /// <returns>The exit code.</returns>
    public static async Task<int> RunAsync(string json)
    {
        var order = ChildOrder.Read(json);
        using var stop = new CancellationTokenSource();
        var run = order.Competitor switch
        {
            StreamizCompetitor.StreamizName => StreamizTopology.RunAsync(order.Topics, order.Bundle, order.Folder, stop.Token),
            ModelCompetitor.ModelName => ModelAlone.RunAsync(order.Topics, order.Bundle, new PostBatch(new PostLoad(order.Kind, order.Users), order.Posts), stop.Token),
            _ => PlainLoop.RunAsync(order.Topics, order.Bundle, order.Folder, stop.Token),
        };
        try
        {
            await await Task.WhenAny(run, Task.Run(AnswerAsync));
            await stop.CancelAsync();
            await run;
            return 0;
        }
        catch (ModelBundleException exception)
        {
            await Console.Error.WriteLineAsync(exception.Message);
            return Verbs.Failed;
        }
    }

    private static async Task AnswerAsync()
    {
        while (await Console.In.ReadLineAsync() is not null)
        {
            Console.WriteLine(GC.GetTotalAllocatedBytes().ToString(CultureInfo.InvariantCulture));
        }
    }
}
