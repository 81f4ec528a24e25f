using System.Diagnostics.Metrics;

namespace Moodstream.Silo.Telemetry;

/// <summary>What the host itself measures.</summary>
internal static class SiloTelemetry
{
    /// <summary>Name of the meter.</summary>
    public const string Name = "Moodstream.Silo";

    private static readonly Meter Meter = new(Name);

    /// <summary>Readers of the live feed at the moment.</summary>
    public static readonly UpDownCounter<int> Readers =
        Meter.CreateUpDownCounter<int>("moodstream.live.readers", "{reader}", "Readers of the live feed.");

    /// <summary>How often a reader of the live feed missed events.</summary>
    public static readonly Counter<long> Resyncs =
        Meter.CreateCounter<long>("moodstream.live.resyncs", "{resync}", "Times that a reader of the live feed was too slow and missed events.");

    /// <summary>Shows counters to which nothing happened yet as zero.</summary>
    public static void StartAtZero()
    {
        Readers.Add(0);
        Resyncs.Add(0);
    }
}
