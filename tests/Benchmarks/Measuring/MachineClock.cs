using System.Globalization;

namespace Moodstream.Benchmarks.Measuring;

/// <summary>Processor time of the whole machine, which tells how much of it others had.</summary>
internal static class MachineClock
{
    private const string Statistics = "/proc/stat";
    private const double TicksPerSecond = 100;

    /// <summary>Seconds of one core that all processes have used since the machine's start; null where the system does not tell.</summary>
    public static double? Busy
    {
        get
        {
            if (!File.Exists(Statistics))
            {
                return null;
            }

            // cpu user nice system idle iowait irq softirq steal …; see proc(5).
            var times = File.ReadLines(Statistics).First().Split(' ', StringSplitOptions.RemoveEmptyEntries)[1..9]
                .Select(static time => long.Parse(time, CultureInfo.InvariantCulture)).ToArray();
            return (times.Sum() - times[3] - times[4]) / TicksPerSecond;
        }
    }
}
