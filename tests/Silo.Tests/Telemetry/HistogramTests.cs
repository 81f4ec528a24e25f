using System.Diagnostics.Metrics;
using System.Reflection;
using System.Runtime.CompilerServices;

namespace Moodstream.Silo.Tests.Telemetry;

/// <summary>What the product's own instruments have in common.</summary>
[Trait("Category", "Unit")]
public sealed class HistogramTests
{
    private static readonly string[] Projects =
        ["Moodstream.Abstractions", "Moodstream.Grains.Interfaces", "Moodstream.Inference", "Moodstream.Grains", "Moodstream.Ingest", "Moodstream.Silo"];

    [Fact]
    public void Durations_have_buckets_that_tell_fractions_of_a_millisecond_and_a_minute_apart()
    {
        var durations = Declared().OfType<Histogram<double>>().Where(histogram => histogram.Unit == "s").ToList();

        Assert.Contains("moodstream.stage.duration", durations.Select(histogram => histogram.Name));
        Assert.Contains("moodstream.inference.compute.duration", durations.Select(histogram => histogram.Name));
        Assert.Contains("moodstream.timeline.write.duration", durations.Select(histogram => histogram.Name));
        Assert.All(durations, histogram =>
        {
            var boundaries = histogram.Advice?.HistogramBucketBoundaries ?? [];
            Assert.True(boundaries.Count > 0 && boundaries[0] < 0.001 && boundaries[^1] >= 60, $"{histogram.Name}: {string.Join(' ', boundaries)}");
        });
    }

    [Fact]
    public void Every_histogram_says_which_buckets_it_needs() =>
        Assert.All(Declared().Where(IsHistogram), histogram => Assert.True(HasBuckets(histogram), histogram.Name));

    [Fact]
    public void Every_instrument_is_declared_once_and_in_a_meter_that_is_exported()
    {
        var declared = Declared();

        Assert.Equal(declared.Select(instrument => instrument.Name).Distinct(), declared.Select(instrument => instrument.Name));
        Assert.All(declared, instrument => Assert.StartsWith("Moodstream.", instrument.Meter.Name, StringComparison.Ordinal));
    }

    /// <summary>The instruments that are made once a process; found by their fields, so that a new one is among them.</summary>
    private static List<Instrument> Declared() =>
    [
        .. Projects
            .SelectMany(project => Assembly.Load(project).GetTypes())
            .Where(type => !type.ContainsGenericParameters)
            .SelectMany(type => type.GetFields(BindingFlags.Static | BindingFlags.Public | BindingFlags.NonPublic))
            .Where(field => typeof(Instrument).IsAssignableFrom(field.FieldType))
            .Select(Value),
    ];

    private static Instrument Value(FieldInfo field)
    {
        RuntimeHelpers.RunClassConstructor(field.DeclaringType!.TypeHandle);
        return (Instrument)field.GetValue(null)!;
    }

    private static bool IsHistogram(Instrument instrument) =>
        instrument.GetType() is { IsGenericType: true } type && type.GetGenericTypeDefinition() == typeof(Histogram<>);

    private static bool HasBuckets(Instrument instrument) => instrument switch
    {
        Histogram<double> histogram => histogram.Advice?.HistogramBucketBoundaries is { Count: > 0 },
        Histogram<int> histogram => histogram.Advice?.HistogramBucketBoundaries is { Count: > 0 },
        Histogram<long> histogram => histogram.Advice?.HistogramBucketBoundaries is { Count: > 0 },
        _ => false,
    };
}
