namespace Moodstream.Benchmarks.Measuring;

/// <summary>What a competitor did between two moments of a run.</summary>
/// <param name="Events">Events that came out.</param>
/// <param name="Seconds">How long it took.</param>
/// <param name="CpuSeconds">Processor time of the competitor, in seconds of one core.</param>
/// <param name="OthersCores">Cores that everything else on the machine used: broker, benchmark, and whatever else runs there; null where that is unknown.</param>
internal sealed record Stretch(long Events, double Seconds, double CpuSeconds, double? OthersCores)
{
    /// <summary>Events a second.</summary>
    public double Rate => Events / Seconds;

    /// <summary>Processor time per event, in µs of one core.</summary>
    public double CpuMicroseconds => CpuSeconds * 1e6 / Events;

    /// <summary>The stretch between two samples; null where nothing came out in between.</summary>
    /// <param name="from">The first.</param>
    /// <param name="to">The last.</param>
    public static Stretch? Between(Sample from, Sample to)
    {
        if (to.Events == from.Events)
        {
            return null;
        }

        var seconds = to.Seconds - from.Seconds;
        var cpu = (to.Cpu - from.Cpu).TotalSeconds;
        return new Stretch(to.Events - from.Events, seconds, cpu, (to.MachineBusy - from.MachineBusy - cpu) / seconds);
    }
}
