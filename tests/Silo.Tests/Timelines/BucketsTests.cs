using Moodstream.Silo.Timelines;
using NodaTime;

namespace Moodstream.Silo.Tests.Timelines;

[Trait("Category", "Unit")]
public sealed class BucketsTests
{
    private static readonly DateTimeZone Zurich = Zone("Europe/Zurich");

    [Fact]
    public void Days_are_as_long_as_the_clocks_make_them()
    {
        var cuts = Buckets.Calendar(At("2026-10-24T00:00+02:00"), At("2026-10-27T00:00+01:00"), CalendarUnit.Day, Zurich)!.Value;

        Assert.Equal([24.0, 25.0, 24.0], cuts.Zip(cuts.Skip(1)).Select(pair => (pair.Second - pair.First).TotalHours));
        Assert.Equal([2.0, 2.0, 1.0, 1.0], cuts.Select(cut => cut.Offset.TotalHours));
    }

    [Theory]
    [InlineData("1970-01-01T00:00Z", "1970-02-10T00:00Z")]
    [InlineData("9999-11-20T00:00Z", "9999-12-31T00:00Z")]
    public void Every_unit_ends_with_the_calendar_in_every_zone(string from, string to)
    {
        foreach (var zone in DateTimeZoneProviders.Tzdb.Ids.Select(id => DateTimeZoneProviders.Tzdb[id]))
        {
            foreach (var unit in Enum.GetValues<CalendarUnit>())
            {
                var cuts = Buckets.Calendar(At(from), At(to), unit, zone)!.Value;
                Assert.Equal((At(from), At(to)), (cuts[0], cuts[^1]));
                Assert.Equal(cuts.Order(), cuts);
            }
        }
    }

    [Fact]
    public void The_hour_that_the_clocks_repeat_is_two_buckets_and_the_one_that_they_skip_is_none()
    {
        var autumn = Buckets.Calendar(At("2026-10-25T01:00+02:00"), At("2026-10-25T04:00+01:00"), CalendarUnit.Hour, Zurich)!.Value;
        var spring = Buckets.Calendar(At("2026-03-29T01:00+01:00"), At("2026-03-29T04:00+02:00"), CalendarUnit.Hour, Zurich)!.Value;

        Assert.Equal(["01:00 +2", "02:00 +2", "02:00 +1", "03:00 +1", "04:00 +1"], autumn.Select(Clock));
        Assert.Equal(["01:00 +1", "03:00 +2", "04:00 +2"], spring.Select(Clock));
    }

    [Fact]
    public void A_span_is_cut_where_units_begin_and_where_it_begins_and_ends_itself()
    {
        var weeks = Buckets.Calendar(At("2026-01-28T10:30Z"), At("2026-02-10T00:00Z"), CalendarUnit.Week, DateTimeZone.Utc)!.Value;
        var months = Buckets.Calendar(At("2026-01-28T10:30Z"), At("2026-04-01T00:00Z"), CalendarUnit.Month, DateTimeZone.Utc)!.Value;

        Assert.Equal(["01-28 10:30", "02-02 00:00", "02-09 00:00", "02-10 00:00"], weeks.Select(cut => cut.ToString("MM-dd HH:mm", null)));
        Assert.Equal(["01-28 10:30", "02-01 00:00", "03-01 00:00", "04-01 00:00"], months.Select(cut => cut.ToString("MM-dd HH:mm", null)));
    }

    [Fact]
    public void Hours_begin_where_the_clocks_show_a_full_hour_also_where_offsets_are_halves()
    {
        var kolkata = Zone("Asia/Kolkata");

        var cuts = Buckets.Calendar(At("2026-01-01T00:10Z"), At("2026-01-01T02:00Z"), CalendarUnit.Hour, kolkata)!.Value;

        Assert.Equal(["05:40", "06:00", "07:00", "07:30"], cuts.Select(cut => cut.ToString("HH:mm", null)));
    }

    [Fact]
    public void A_day_whose_midnight_the_clocks_skip_begins_when_there_is_a_time_again()
    {
        var beirut = Zone("Asia/Beirut");

        var cuts = Buckets.Calendar(At("2022-03-26T12:00+02:00"), At("2022-03-28T00:00+03:00"), CalendarUnit.Day, beirut)!.Value;

        Assert.Equal("2022-03-27T01:00:00+03:00", cuts[1].ToString("yyyy-MM-ddTHH:mm:sszzz", null));
    }

    [Fact]
    public void A_post_of_the_evening_before_a_skipped_midnight_belongs_to_that_evening()
    {
        var asuncion = Zone("America/Asuncion");

        var cuts = Buckets.Calendar(At("2024-10-05T04:00Z"), At("2024-10-07T03:00Z"), CalendarUnit.Day, asuncion)!.Value;

        Assert.Equal(["2024-10-05T00:00:00-04:00", "2024-10-06T01:00:00-03:00", "2024-10-07T00:00:00-03:00"], cuts.Select(Iso));
        Assert.True(At("2024-10-06T03:30Z") < cuts[1]);
    }

    [Theory]
    [InlineData("Pacific/Apia", "2011-12-29T00:00:00-10:00", "2011-12-31T00:00:00+14:00", "2012-01-01T00:00:00+14:00")]
    [InlineData("Pacific/Fakaofo", "2011-12-28T00:00:00-11:00", "2011-12-29T00:00:00-11:00", "2011-12-31T00:00:00+13:00", "2012-01-01T00:00:00+13:00", "2012-01-02T00:00:00+13:00")]
    public void A_day_that_a_country_skips_has_no_bucket_and_the_day_before_is_whole(string zone, params string[] days)
    {
        var cuts = Buckets.Calendar(At(days[0]), At(days[^1]), CalendarUnit.Day, Zone(zone))!.Value;

        Assert.Equal(days, cuts.Select(Iso));
    }

    [Theory]
    [InlineData("Australia/Lord_Howe", "2026-04-04T13:00Z", "2026-04-04T17:00Z", "00:00", "01:00", "02:00", "03:00", "03:30")]
    [InlineData("Australia/Lord_Howe", "2026-10-03T13:30Z", "2026-10-03T17:00Z", "00:00", "01:00", "02:30", "03:00", "04:00")]
    [InlineData("America/St_Johns", "2006-10-29T01:30Z", "2006-10-29T05:30Z", "23:00", "00:00", "23:01", "00:00", "01:00", "02:00")]
    public void Hours_begin_where_the_clocks_come_to_another_hour_whatever_they_are_put_by(string zone, string from, string to, params string[] hours)
    {
        var cuts = Buckets.Calendar(At(from), At(to), CalendarUnit.Hour, Zone(zone))!.Value;

        Assert.Equal(hours, cuts.Select(cut => cut.ToString("HH:mm", null)));
    }

    [Fact]
    public void Buckets_go_on_where_the_clocks_go_back_over_midnight_and_the_span_begins_within_the_repeated_hour()
    {
        var cuts = Buckets.Calendar(At("2006-10-29T03:00Z"), At("2006-10-31T03:30Z"), CalendarUnit.Day, Zone("America/St_Johns"))!.Value;

        Assert.Equal(["2006-10-28T23:30:00-03:30", "2006-10-30T00:00:00-03:30", "2006-10-31T00:00:00-03:30"], cuts.Select(Iso));
    }

    [Fact]
    public void Offsets_that_had_seconds_are_shown_in_whole_minutes_and_the_moments_stay()
    {
        var cuts = Buckets.Calendar(At("1971-12-31T00:00Z"), At("1972-01-09T00:00Z"), CalendarUnit.Week, Zone("Africa/Monrovia"))!.Value;

        Assert.Equal(["1971-12-30T23:16:00-00:44", "1972-01-03T00:00:30-00:44", "1972-01-09T00:00:00+00:00"], cuts.Select(Iso));
        Assert.Equal(At("1972-01-03T00:44:30Z"), cuts[1]);
    }

    [Fact]
    public void Fixed_buckets_begin_with_the_span_and_the_last_one_ends_with_it()
    {
        var cuts = Buckets.Fixed(At("2026-01-01T00:10Z"), At("2026-01-01T01:00Z"), TimeSpan.FromMinutes(20))!.Value;

        Assert.Equal(["00:10", "00:30", "00:50", "01:00"], cuts.Select(cut => cut.ToString("HH:mm", null)));
    }

    [Fact]
    public void More_buckets_than_an_answer_may_have_are_refused()
    {
        var from = At("2026-01-01T00:00Z");

        Assert.Equal(Buckets.Max + 1, Buckets.Fixed(from, from.AddSeconds(Buckets.Max), TimeSpan.FromSeconds(1))!.Value.Length);
        Assert.Null(Buckets.Fixed(from, from.AddSeconds(Buckets.Max + 1), TimeSpan.FromSeconds(1)));
        Assert.Null(Buckets.Calendar(from, from.AddYears(10), CalendarUnit.Day, DateTimeZone.Utc));
    }

    private static DateTimeOffset At(string text) => DateTimeOffset.Parse(text, System.Globalization.CultureInfo.InvariantCulture);

    private static DateTimeZone Zone(string id) => DateTimeZoneProviders.Tzdb[id];

    private static string Iso(DateTimeOffset at) => at.ToString("yyyy-MM-ddTHH:mm:sszzz", null);

    private static string Clock(DateTimeOffset at) => $"{at:HH:mm} +{at.Offset.Hours}";
}
