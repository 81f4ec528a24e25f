using System.CommandLine;
using System.Globalization;
using BenchmarkDotNet.Running;
using Moodstream.Benchmarks.Cli;
using Moodstream.Benchmarks.Loads;

switch (args)
{
    case ["flow", ..]:
        return await new RootCommand { new FlowCommand() }.Parse(args).InvokeAsync();
    case ["compete", .. var rest]:
        return await CompeteCommand.RunAsync(rest);
    case ["timeline-pages", var rows]:
        await TimelinePages.RunAsync(int.Parse(rows, CultureInfo.InvariantCulture));
        return 0;
    case ["live-readers", var readers]:
        await LiveReaders.RunAsync(int.Parse(readers, CultureInfo.InvariantCulture));
        return 0;
    case ["live-clients", var port, var count]:
        await LiveReaders.RunClientsAsync(int.Parse(port, CultureInfo.InvariantCulture), int.Parse(count, CultureInfo.InvariantCulture));
        return 0;
    default:
        BenchmarkSwitcher.FromAssembly(typeof(TimelinePages).Assembly).Run(args);
        return 0;
}
