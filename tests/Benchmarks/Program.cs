using System.Globalization;
using BenchmarkDotNet.Running;
using Moodstream.Benchmarks.Loads;

switch (args)
{
    case ["timeline-pages", var rows]:
        await TimelinePages.RunAsync(int.Parse(rows, CultureInfo.InvariantCulture));
        break;
    case ["live-readers", var readers]:
        await LiveReaders.RunAsync(int.Parse(readers, CultureInfo.InvariantCulture));
        break;
    case ["live-clients", var port, var count]:
        await LiveReaders.RunClientsAsync(int.Parse(port, CultureInfo.InvariantCulture), int.Parse(count, CultureInfo.InvariantCulture));
        break;
    default:
        BenchmarkSwitcher.FromAssembly(typeof(TimelinePages).Assembly).Run(args);
        break;
}
