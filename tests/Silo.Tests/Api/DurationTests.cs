using Moodstream.Silo.Http;

namespace Moodstream.Silo.Tests.Api;

[Trait("Category", "Unit")]
public sealed class DurationTests
{
    [Theory]
    [InlineData("30s", 30)]
    [InlineData("15m", 900)]
    [InlineData("24h", 86_400)]
    [InlineData("7d", 604_800)]
    [InlineData("PT15M", 900)]
    [InlineData("pt1h", 3_600)]
    public void Durations_are_read_in_short_and_in_ISO_8601(string text, int seconds) =>
        Assert.Equal(TimeSpan.FromSeconds(seconds), Duration.Read(text, default));

    [Theory]
    [InlineData("15")]
    [InlineData("m")]
    [InlineData("1.5h")]
    [InlineData("9999999999d")]
    public void Anything_else_is_none(string text) => Assert.Null(Duration.Read(text, default));

    [Fact]
    public void The_absent_one_is_the_default() => Assert.Equal(TimeSpan.FromMinutes(1), Duration.Read(null, TimeSpan.FromMinutes(1)));
}
