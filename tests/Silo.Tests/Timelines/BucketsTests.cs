using Moodstream.Silo.Timelines;

namespace Moodstream.Silo.Tests.Timelines;

[Trait("Category", "Unit")]
public sealed class BucketsTests
{
    private static readonly TimeZoneInfo Zurich = TimeZoneInfo.FindSystemTimeZoneById("Europe/Zurich");

    [Fact]
    public void Days_are_as_long_as_the_clocks_make_them()
    {
        var cuts = Buckets.Calendar(At("2026-10-24T00:00+02:00"), At("2026-10-27T00:00+01:00"), CalendarUnit.Day, Zurich)!.Value;

        Assert.Equal([24.0, 25.0, 24.0], cuts.Zip(cuts.Skip(1)).Select(pair => (pair.Second - pair.First).TotalHours));
        Assert.Equal([2.0, 2.0, 1.0, 1.0], cuts.Select(cut => cut.Offset.TotalHours));
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
        var weeks = Buckets.Calendar(At("2026-01-28T10:30Z"), At("2026-02-10T00:00Z"), CalendarUnit.Week, TimeZoneInfo.Utc)!.Value;
        var months = Buckets.Calendar(At("2026-01-28T10:30Z"), At("2026-04-01T00:00Z"), CalendarUnit.Month, TimeZoneInfo.Utc)!.Value;

        Assert.Equal(["01-28 10:30", "02-02 00:00", "02-09 00:00", "02-10 00:00"], weeks.Select(cut => cut.ToString("MM-dd HH:mm", null)));
        Assert.Equal(["01-28 10:30", "02-01 00:00", "03-01 00:00", "04-01 00:00"], months.Select(cut => cut.ToString("MM-dd HH:mm", null)));
    }

    [Fact]
    public void Hours_begin_where_the_clocks_show_a_full_hour_also_where_offsets_are_halves()
    {
        var kolkata = TimeZoneInfo.FindSystemTimeZoneById("Asia/Kolkata");

        var cuts = Buckets.Calendar(At("2026-01-01T00:10Z"), At("2026-01-01T02:00Z"), CalendarUnit.Hour, kolkata)!.Value;

        Assert.Equal(["05:40", "06:00", "07:00", "07:30"], cuts.Select(cut => cut.ToString("HH:mm", null)));
    }

    [Fact]
    public void A_day_whose_midnight_the_clocks_skip_begins_when_there_is_a_time_again()
    {
        var beirut = TimeZoneInfo.FindSystemTimeZoneById("Asia/Beirut");

        var cuts = Buckets.Calendar(At("2022-03-26T12:00+02:00"), At("2022-03-28T00:00+03:00"), CalendarUnit.Day, beirut)!.Value;

        Assert.Equal("2022-03-27T01:00:00+03:00", cuts[1].ToString("yyyy-MM-ddTHH:mm:sszzz", null));
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
        Assert.Null(Buckets.Calendar(from, from.AddYears(10), CalendarUnit.Day, TimeZoneInfo.Utc));
    }

    private static DateTimeOffset At(string text) => DateTimeOffset.Parse(text, System.Globalization.CultureInfo.InvariantCulture);

    private static string Clock(DateTimeOffset at) => $"{at:HH:mm} +{at.Offset.Hours}";
}
