using Moodstream.Silo.Configuration;

namespace Moodstream.Silo.Tests.Configuration;

[Trait("Category", "Unit")]
public sealed class SuggestionTests
{
    [Theory]
    [InlineData("publsh", "publish")]
    [InlineData("TAIL", "tail")]
    [InlineData("pub", "publish")]
    [InlineData("brokre", "broker")]
    public void A_typing_error_or_a_beginning_finds_the_name_that_was_meant(string typed, string meant) =>
        Assert.Equal($" Did you mean '{meant}'?", Suggestion.For(typed, ["publish", "tail", "broker"]));

    [Fact]
    public void Nothing_is_suggested_where_nothing_is_near() =>
        Assert.Empty(Suggestion.For("consume", ["publish", "tail", "broker"]));
}
