using System.Collections.Immutable;

namespace Moodstream.Silo.Timelines;

/// <summary>Cuts a span of time into buckets.</summary>
internal static class Buckets
{
    /// <summary>Most buckets of one summary.</summary>
    public const int Max = 1_000;

    private static readonly TimeSpan FullHour = TimeSpan.FromHours(1);

    /// <summary>Cuts into buckets of equal length, the first of which begins with the span; the last may be shorter.</summary>
    /// <param name="from">Beginning of the span.</param>
    /// <param name="to">Its end, later than <paramref name="from"/>.</param>
    /// <param name="length">Length of a bucket, above 0.</param>
    /// <returns>Beginnings, and the end of the last; null where there were more than <see cref="Max"/>.</returns>
    public static ImmutableArray<DateTimeOffset>? Fixed(DateTimeOffset from, DateTimeOffset to, TimeSpan length) =>
        (to - from).Ticks / length.Ticks >= Max && (to - from).Ticks > length.Ticks * Max ? null : Cut(from, to, at => at + length);

    /// <summary>Cuts where a unit of the calendar begins in a time zone; the first and the last bucket may be shorter than the unit.</summary>
    /// <param name="from">Beginning of the span.</param>
    /// <param name="to">Its end, later than <paramref name="from"/>.</param>
    /// <param name="unit">The unit.</param>
    /// <param name="zone">The time zone.</param>
    /// <returns>Beginnings in the zone's offset of the time, and the end of the last; null where there were more than <see cref="Max"/>.</returns>
    public static ImmutableArray<DateTimeOffset>? Calendar(DateTimeOffset from, DateTimeOffset to, CalendarUnit unit, TimeZoneInfo zone)
    {
        var first = TimeZoneInfo.ConvertTime(from, zone);
        return Cut(first, to, at => unit == CalendarUnit.Hour ? NextHour(at, zone) : Begin(Next(at.Date, unit), zone)) is { } cuts
            ? [.. cuts.Select(cut => TimeZoneInfo.ConvertTime(cut, zone))]
            : null;
    }

    private static ImmutableArray<DateTimeOffset>? Cut(DateTimeOffset from, DateTimeOffset to, Func<DateTimeOffset, DateTimeOffset> next)
    {
        var cuts = ImmutableArray.CreateBuilder<DateTimeOffset>();
        for (var at = from; at < to; at = next(at))
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

    /// <summary>The next full hour of the clocks there; clocks may be put by half an hour.</summary>
    private static DateTimeOffset NextHour(DateTimeOffset at, TimeZoneInfo zone)
    {
        var next = TimeZoneInfo.ConvertTime(at + FullHour - SinceFullHour(at), zone);
        return SinceFullHour(next) is var over && over == TimeSpan.Zero ? next : TimeZoneInfo.ConvertTime(next + FullHour - over, zone);
    }

    private static TimeSpan SinceFullHour(DateTimeOffset at) => TimeSpan.FromTicks(at.TimeOfDay.Ticks % FullHour.Ticks);

    private static DateTime Next(DateTime day, CalendarUnit unit) => unit switch
    {
        CalendarUnit.Week => day.AddDays(7 - (((int)day.DayOfWeek + 6) % 7)),
        CalendarUnit.Month => new DateTime(day.Year, day.Month, 1).AddMonths(1),
        _ => day.AddDays(1),
    };

    /// <summary>The first moment of a day; where the clocks are put forward at midnight, that is not midnight.</summary>
    private static DateTimeOffset Begin(DateTime day, TimeZoneInfo zone)
    {
        var local = day;
        while (zone.IsInvalidTime(local))
        {
            local = local.AddMinutes(15);
        }

        // Of two midnights the earlier one, which has the larger offset.
        var offset = zone.IsAmbiguousTime(local) ? zone.GetAmbiguousTimeOffsets(local).Max() : zone.GetUtcOffset(local);
        return new DateTimeOffset(local, offset);
    }
}
