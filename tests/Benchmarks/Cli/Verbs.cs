using System.CommandLine;
using System.Globalization;
using BenchmarkDotNet.Running;
using Moodstream.Benchmarks.Competitors;
using Moodstream.Benchmarks.Loads;
using Moodstream.Inference.Vision;

namespace Moodstream.Benchmarks.Cli;

/// <summary>The command line: a benchmark of its own by its verb, or else what BenchmarkDotNet understands.</summary>
internal static class Verbs
{
    /// <summary>The exit code of a benchmark that could not be run, or one of whose competitors did not do the whole job.</summary>
    public const int Failed = 1;

    private const int Usage = 2;

    /// <summary>Runs the program. An error ends as a message on standard error.</summary>
    /// <param name="args">The process's arguments.</param>
    /// <returns>The exit code.</returns>
    public static async Task<int> RunAsync(string[] args)
    {
        switch (args)
        {
            case [ChildOrder.Verb, var order]:
                return await CompeteCommand.RunAsync(order);
            case ["timeline-pages", var rows]:
                await TimelinePages.RunAsync(int.Parse(rows, CultureInfo.InvariantCulture), syncWrites: false);
                return 0;
            case ["timeline-pages", var rows, "--sync-writes"]:
                await TimelinePages.RunAsync(int.Parse(rows, CultureInfo.InvariantCulture), syncWrites: true);
                return 0;
            case ["timeline-pages", var rows, "--postgres", var connectionString]:
                await TimelinePages.RunAsync(int.Parse(rows, CultureInfo.InvariantCulture), connectionString);
                return 0;
            case ["pictures", var rounds]:
                await PictureDecodes.RunAsync(int.Parse(rounds, CultureInfo.InvariantCulture));
                return 0;
            case [PictureWorker.Verb]:
                PictureWorker.Run(Console.OpenStandardInput(), Console.OpenStandardOutput());
                return 0;
            case ["live-readers", var readers]:
                await LiveReaders.RunAsync(int.Parse(readers, CultureInfo.InvariantCulture));
                return 0;
            case ["live-clients", var port, var count]:
                await LiveReaders.RunClientsAsync(int.Parse(port, CultureInfo.InvariantCulture), int.Parse(count, CultureInfo.InvariantCulture));
                return 0;
        }

        var root = new RootCommand("Measures Moodstream's flow beside other ways to do the same.") { new FlowCommand(), new LatencyCommand(), new MemoryCommand() };
        if (args is [var first, ..] && root.Subcommands.All(command => command.Name != first) && first is not ("--help" or "-h" or "-?"))
        {
            BenchmarkSwitcher.FromAssembly(typeof(Verbs).Assembly).Run(args);
            return 0;
        }

        return await RunAsync(root.Parse(args));
    }

    private static async Task<int> RunAsync(ParseResult arguments)
    {
        if (arguments.Errors is [var error, ..])
        {
            await Console.Error.WriteLineAsync($"{error.Message} See --help.");
            return Usage;
        }

        try
        {
            return await arguments.InvokeAsync(new InvocationConfiguration
            {
                EnableDefaultExceptionHandler = false,
                // Topics, folders and processes of a run are cleared away first.
                ProcessTerminationTimeout = TimeSpan.FromSeconds(30),
            });
        }
        catch (BenchmarkException exception)
        {
            await Console.Error.WriteLineAsync(exception.Message);
            return Failed;
        }
        catch (OperationCanceledException)
        {
            await Console.Error.WriteLineAsync("Stopped.");
            return Failed;
        }
    }
}
