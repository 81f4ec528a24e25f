namespace Moodstream.Silo.Live;

/// <summary>Tallies of equal steps of time, the latest ones. Not safe for concurrent use.</summary>
/// <param name="step">Length of a step; a whole number of seconds.</param>
/// <param name="count">How many steps are kept.</param>
internal sealed class TallyRing(TimeSpan step, int count)
{
    private readonly (long Step, EmotionTally? Tally)[] _ring = new (long, EmotionTally?)[count];

    /// <summary>Adds events.</summary>
    /// <param name="now">The time.</param>
    /// <param name="tally">The events.</param>
    public void Add(DateTimeOffset now, EmotionTally tally)
    {
        var number = now.UtcTicks / step.Ticks;
        ref var place = ref _ring[number % _ring.Length];
        if (place.Tally is null || place.Step != number)
        {
            place = (number, new EmotionTally());
        }

        place.Tally.Add(tally);
    }

    /// <summary>Sums up a span.</summary>
    /// <param name="from">Its beginning, at the beginning of a step.</param>
    /// <param name="to">Its end, exclusive.</param>
    public EmotionTally Sum(DateTimeOffset from, DateTimeOffset to)
    {
        var sum = new EmotionTally();
        for (var number = from.UtcTicks / step.Ticks; number * step.Ticks < to.UtcTicks; number++)
        {
            var (at, tally) = _ring[number % _ring.Length];
            if (at == number && tally is not null)
            {
                sum.Add(tally);
            }
        }

        return sum;
    }
}
