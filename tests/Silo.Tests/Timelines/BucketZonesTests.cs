using System.Globalization;
using Moodstream.Silo.Timelines;
using NodaTime;

namespace Moodstream.Silo.Tests.Timelines;

/// <summary>
/// Days around the latest changes of every zone's clocks, against a second implementation: the system's own zones (another library, and
/// another copy of the tz database), asked minute by minute when a date begins.
/// </summary>
[Trait("Category", "Unit")]
public sealed class BucketZonesTests
{
    private const int Changes = 10;

    private static readonly Instant Until = Instant.FromUtc(2027, 1, 1, 0, 0);

    [Fact]
    public void Days_begin_when_the_clocks_of_the_place_first_show_them_in_every_zone_around_its_last_ten_changes()
    {
        int zones = 0, compared = 0;
        var different = new List<string>();
        var unlike = new List<string>();
        foreach (var id in DateTimeZoneProviders.Tzdb.Ids)
        {
            if (!TimeZoneInfo.TryFindSystemTimeZoneById(id, out var system))
            {
                continue;
            }

            zones++;
            var zone = DateTimeZoneProviders.Tzdb[id];
            foreach (var change in zone.GetZoneIntervals(Instant.FromUtc(1971, 1, 1, 0, 0), Until).Where(interval => interval.HasEnd && interval.End < Until).Select(interval => interval.End).TakeLast(Changes))
            {
                if (!Agree(zone, system, change))
                {
                    // The two copies of the database differ here, which says nothing about days.
                    unlike.Add($"{id} {change}");
                    continue;
                }

                compared++;
                var days = Days(zone, change).ToList();
                var expected = DaysByClock(system, change).ToList();
                if (!days.SequenceEqual(expected))
                {
                    different.Add($"{id} {change}: {string.Join(' ', days)} instead of {string.Join(' ', expected)}");
                }
            }
        }

        TestContext.Current.TestOutputHelper!.WriteLine($"{zones} zones, {compared} changes compared, {unlike.Count} left out: {string.Join(", ", unlike)}");
        Assert.Empty(different);
        Assert.True(zones > 400 && compared > 2_500, $"Only {compared} changes of {zones} zones were compared.");
        Assert.True(unlike.Count < compared / 20, $"{unlike.Count} changes are in one copy of the tz database only: {string.Join(", ", unlike)}");
    }

    /// <summary>Where the days begin that begin within two days of a change.</summary>
    private static IEnumerable<string> Days(DateTimeZone zone, Instant change)
    {
        var (from, to) = Span(change);
        return Buckets.Calendar(from, to, CalendarUnit.Day, zone)!.Value[1..^1].Select(day => Utc(day));
    }

    /// <summary>The same, by looking at the clock every minute for a date that is later than all before.</summary>
    private static IEnumerable<string> DaysByClock(TimeZoneInfo zone, Instant change)
    {
        var (from, to) = Span(change);
        var latest = DateOnly.FromDateTime(TimeZoneInfo.ConvertTime(from, zone).DateTime);
        for (var at = from; at < to; at = at.AddMinutes(1))
        {
            var date = DateOnly.FromDateTime(TimeZoneInfo.ConvertTime(at, zone).DateTime);
            if (date > latest)
            {
                latest = date;
                yield return Utc(at);
            }
        }
    }

    private static (DateTimeOffset From, DateTimeOffset To) Span(Instant change) =>
        (change.ToDateTimeOffset().AddDays(-2), change.ToDateTimeOffset().AddDays(2));

    private static bool Agree(DateTimeZone zone, TimeZoneInfo system, Instant change)
    {
        var (from, to) = Span(change);
        for (var at = from; at <= to; at = at.AddMinutes(30))
        {
            if (system.GetUtcOffset(at) != zone.GetUtcOffset(Instant.FromDateTimeOffset(at)).ToTimeSpan())
            {
                return false;
            }
        }

        return true;
    }

    private static string Utc(DateTimeOffset at) => at.UtcDateTime.ToString("yyyy-MM-ddTHH:mm", CultureInfo.InvariantCulture);
}
