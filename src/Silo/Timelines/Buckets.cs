using System.Collections.Immutable;
using NodaTime;

namespace Moodstream.Silo.Timelines;

/// <summary>Cuts a span of time into buckets.</summary>
internal static class Buckets
{
    /// <summary>Most buckets of one summary.</summary>
    public const int Max = 1_000;

    /// <summary>Earliest beginning and latest end of a span: no post is older or newer.</summary>
    public static readonly DateTimeOffset Earliest = DateTimeOffset.UnixEpoch, Latest = new(9999, 12, 31, 0, 0, 0, TimeSpan.Zero);

    /// <summary>Cuts into buckets of equal length, the first of which begins with the span; the last may be shorter.</summary>
    /// <param name="from">Beginning of the span.</param>
    /// <param name="to">Its end, later than <paramref name="from"/>.</param>
    /// <param name="length">Length of a bucket, above 0.</param>
    /// <returns>Beginnings, and the end of the last; null where there were more than <see cref="Max"/>.</returns>
    public static ImmutableArray<DateTimeOffset>? Fixed(DateTimeOffset from, DateTimeOffset to, TimeSpan length) =>
        (to - from).Ticks / length.Ticks > Max ? null : Cut(from, to, at => to - at > length ? at + length : to);

    /// <summary>
    /// Cuts where a unit of the calendar begins in a time zone; the first and the last bucket may be shorter than the unit. Hours begin
    /// where the clocks come to another hour, or to a full one again. A day begins with its first moment, and a day that the clocks skip has
    /// no bucket; so it is with weeks and months.
    /// </summary>
    /// <param name="from">Beginning of the span, not before <see cref="Earliest"/>.</param>
    /// <param name="to">Its end, later than <paramref name="from"/> and not after <see cref="Latest"/>.</param>
    /// <param name="unit">The unit.</param>
    /// <param name="zone">The time zone.</param>
    /// <returns>
    /// Beginnings in the zone's offset of the time (in whole minutes, as ISO 8601 writes them), and the end of the last; null where there
    /// were more than <see cref="Max"/>.
    /// </returns>
    public static ImmutableArray<DateTimeOffset>? Calendar(DateTimeOffset from, DateTimeOffset to, CalendarUnit unit, DateTimeZone zone)
    {
        var end = Instant.FromDateTimeOffset(to);
        return Cut(Instant.FromDateTimeOffset(from), end, at => unit == CalendarUnit.Hour ? NextHour(at, zone) : NextDay(at, unit, zone)) is { } cuts
            ? [.. cuts.Select(cut => Shown(cut, zone))]
            : null;
    }

    private static ImmutableArray<T>? Cut<T>(T from, T to, Func<T, T> next)
        where T : IComparable<T>
    {
        var cuts = ImmutableArray.CreateBuilder<T>();
        for (var at = from; at.CompareTo(to) < 0; at = next(at))
        {
            if (cuts.Count == Max)
            {
                return null;
            }

            cuts.Add(at);
        }

        cuts.Add(to);
        return cuts.DrainToImmutable();
    }

    private static Instant NextHour(Instant at, DateTimeZone zone)
    {
        var clock = at;
        while (true)
        {
            var interval = zone.GetZoneInterval(clock);
            var local = clock.WithOffset(interval.WallOffset).LocalDateTime;
            var full = clock + Duration.FromHours(1) - Duration.FromTicks(local.TickOfDay % NodaConstants.TicksPerHour);
            if (!interval.HasEnd || full < interval.End)
            {
                return full;
            }

            // The clocks are put before the hour is over, or just then.
            var put = interval.End.InZone(zone).LocalDateTime;
            if (put.TickOfDay % NodaConstants.TicksPerHour == 0 || put.Date != local.Date || put.Hour != local.Hour)
            {
                return interval.End;
            }

            clock = interval.End;
        }
    }

    private static Instant NextDay(Instant at, CalendarUnit unit, DateTimeZone zone)
    {
        var day = at.InZone(zone).Date;
        var longest = unit switch { CalendarUnit.Week => 7, CalendarUnit.Month => 31, _ => 1 };
        while (true)
        {
            if (Period.DaysBetween(day, LocalDate.MaxIsoValue) < longest)
            {
                // The calendar ends before the unit does.
                return Instant.MaxValue;
            }

            day = unit switch
            {
                CalendarUnit.Week => day.Next(IsoDayOfWeek.Monday),
                CalendarUnit.Month => day.With(DateAdjusters.StartOfMonth).PlusMonths(1),
                _ => day.PlusDays(1),
            };

            // Where the clocks go back over midnight, the next day may have begun already.
            if (Begin(day, zone) is var begin && begin > at)
            {
                return begin;
            }
        }
    }

    /// <summary>The first moment of a day; of one that the clocks skip, the moment after.</summary>
    private static Instant Begin(LocalDate day, DateTimeZone zone)
    {
        var midnight = zone.MapLocal(day.AtMidnight());
        return midnight.Count == 0 ? midnight.LateInterval.Start : midnight.First().ToInstant();
    }

    private static DateTimeOffset Shown(Instant at, DateTimeZone zone) =>
        at.ToDateTimeOffset().ToOffset(TimeSpan.FromMinutes(Math.Truncate(zone.GetUtcOffset(at).ToTimeSpan().TotalMinutes)));
}
