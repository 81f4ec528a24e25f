using Moodstream.Silo.Http;

namespace Moodstream.Silo.Tests.Api;

[Trait("Category", "Unit")]
public sealed class OffsetTimeTests
{
    [Theory]
    [InlineData("2026-01-31T12:00:00Z")]
    [InlineData("2026-01-31T13:00:00+01:00")]
    [InlineData("2026-01-31T13:00:00 01:00")]
    [InlineData("2026-01-31t12:00z")]
    public void A_time_with_an_offset_is_one_moment(string text)
    {
        Assert.True(OffsetTime.TryParse(text, null, out var time));
        Assert.Equal(new DateTimeOffset(2026, 1, 31, 12, 0, 0, TimeSpan.Zero), time.Value);
    }

    [Theory]
    [InlineData("2026-01-31T12:00:00")]
    [InlineData("2026-01-31")]
    [InlineData("31.1.2026 12:00 +01:00")]
    [InlineData("2026-13-31T12:00:00Z")]
    [InlineData("")]
    [InlineData(null)]
    public void A_time_without_an_offset_and_what_is_no_time_are_refused(string? text) =>
        Assert.False(OffsetTime.TryParse(text, null, out _));
}
