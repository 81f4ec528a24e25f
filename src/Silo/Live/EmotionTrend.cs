using System.Collections.Immutable;
using Moodstream.Abstractions.Emotions;
using Moodstream.Grains.Interfaces.Emotions;
using Moodstream.Ingest.Feeding;

namespace Moodstream.Silo.Live;

/// <summary>
/// Counts the events of the cluster over the last 24 hours, as this silo has seen them since its start: the last hour in
/// steps of five seconds, the day in steps of a minute. It holds counts alone, nothing of anybody's posts. A trend is the
/// sum of the pulses so far, so that whoever has read one can carry it on by the pulses that follow.
/// </summary>
/// <param name="time">Clock.</param>
internal sealed class EmotionTrend(TimeProvider time)
{
    /// <summary>Longest span.</summary>
    public static readonly TimeSpan Day = TimeSpan.FromHours(24);

    /// <summary>Span that is kept in fine steps.</summary>
    public static readonly TimeSpan Hour = TimeSpan.FromHours(1);

    /// <summary>A fine step.</summary>
    public static readonly TimeSpan FineStep = TimeSpan.FromSeconds(5);

    /// <summary>A coarse step.</summary>
    public static readonly TimeSpan CoarseStep = TimeSpan.FromMinutes(1);

    private static readonly TimeSpan LatencySpan = TimeSpan.FromMinutes(1);

    private readonly Lock _gate = new();
    private readonly TallyRing _fine = new(FineStep, (int)(Hour / FineStep) + 2);
    private readonly TallyRing _coarse = new(CoarseStep, (int)(Day / CoarseStep) + 2);
    private EmotionTally _sincePulse = new();
    private DateTimeOffset _lastPulse = time.GetUtcNow();

    /// <summary>Since when it counts, in UTC.</summary>
    public DateTimeOffset Since { get; } = time.GetUtcNow();

    /// <summary>Counts events.</summary>
    /// <param name="events">The events, each once.</param>
    public void Add(IReadOnlyList<ShownEvent> events)
    {
        lock (_gate)
        {
            foreach (var shown in events)
            {
                _sincePulse.Add(shown.Event, LatencyOf(shown.Event));
            }
        }
    }

    /// <summary>Counts events of another silo.</summary>
    /// <param name="counts">Its counts.</param>
    public void Add(FeedCounts counts)
    {
        lock (_gate)
        {
            _sincePulse.Add(counts);
        }
    }

    /// <summary>From the arrival of an event's post until now, in milliseconds.</summary>
    /// <param name="emotion">The event.</param>
    public double LatencyOf(EmotionEvent emotion)
    {
        var timings = emotion.Timings;
        return timings.QueueMs + timings.DecodeMs + timings.EmbedMs + timings.FuseMs
            + Math.Max(0, (time.GetUtcNow() - emotion.ClassifiedAt).TotalMilliseconds);
    }

    /// <summary>Sums up the steps of a span that ends with the step that is running.</summary>
    /// <param name="window">The span, at most <see cref="Day"/>.</param>
    /// <param name="bucket">A step, which divides the span: a multiple of <see cref="CoarseStep"/>, or of <see cref="FineStep"/> where the span is at most <see cref="Hour"/>.</param>
    /// <returns>The steps, oldest first, by their beginning; and the pulse up to which they count.</returns>
    public (ImmutableArray<(DateTimeOffset Start, EmotionTally Tally)> Steps, DateTimeOffset Until) Read(TimeSpan window, TimeSpan bucket)
    {
        var last = time.GetUtcNow().UtcTicks / bucket.Ticks;
        var count = (int)(window / bucket);
        var ring = window <= Hour ? _fine : _coarse;
        lock (_gate)
        {
            return (
                [.. Enumerable.Range(0, count).Select(i =>
                {
                    var start = new DateTimeOffset((last - count + 1 + i) * bucket.Ticks, TimeSpan.Zero);
                    return (start, ring.Sum(start, start + bucket));
                })],
                _lastPulse);
        }
    }

    /// <summary>What was counted since the last call; from then on it is part of the trend.</summary>
    public Pulse TakePulse()
    {
        var now = time.GetUtcNow();
        lock (_gate)
        {
            _fine.Add(now, _sincePulse);
            _coarse.Add(now, _sincePulse);
            var latency = _fine.Sum(Floor(now - LatencySpan), now + FineStep).Latency;
            var pulse = new Pulse(now, now - _lastPulse, _sincePulse, latency.Quantile(0.5), latency.Quantile(0.99));
            _sincePulse = new EmotionTally();
            _lastPulse = now;
            return pulse;
        }
    }

    private static DateTimeOffset Floor(DateTimeOffset at) => new(at.UtcTicks / FineStep.Ticks * FineStep.Ticks, TimeSpan.Zero);
}
