using Moodstream.Silo.Cli;
using Moodstream.Silo.Startup;

namespace Moodstream.Silo.Tests.Cli;

[Trait("Category", "Unit")]
public sealed class SettingArgumentsTests
{
    [Fact]
    public void Settings_are_taken_out_wherever_they_stand()
    {
        var (settings, rest) = SettingArguments.Split(
            ["--Kafka:GroupId=a", "publish", "posts.jsonl", "--rate", "5", "--Kafka:Client:sasl.username", "me", "--urls=http://h:1"]);

        Assert.Equal("a", settings["kafka:groupid"]);
        Assert.Equal("me", settings["Kafka:Client:sasl.username"]);
        Assert.Equal("http://h:1", settings["urls"]);
        Assert.Equal(["publish", "posts.jsonl", "--rate", "5"], rest);
    }

    [Fact]
    public void A_value_may_hold_equals_signs_and_colons()
    {
        var (settings, _) = SettingArguments.Split(["--Cluster:Redis=redis:6379,password=a=b"]);

        Assert.Equal("redis:6379,password=a=b", settings["Cluster:Redis"]);
    }

    [Fact]
    public void An_option_whose_value_holds_a_colon_is_no_setting()
    {
        var (settings, rest) = SettingArguments.Split(["tail", "--bootstrap=localhost:9092"]);

        Assert.Empty(settings);
        Assert.Equal(["tail", "--bootstrap=localhost:9092"], rest);
    }

    [Fact]
    public void The_last_value_of_a_setting_counts()
    {
        var (settings, _) = SettingArguments.Split(["--Models:Active=a", "--models:active=b"]);

        Assert.Equal("b", Assert.Single(settings).Value);
    }

    [Theory]
    [InlineData("--Kafka:GroupId")]
    [InlineData("--Kafka:GroupId", "--demo")]
    public void A_setting_without_a_value_is_an_error_that_names_it(params string[] args)
    {
        var exception = Assert.Throws<StartupException>(() => SettingArguments.Split(args));

        Assert.Contains("--Kafka:GroupId", exception.Message, StringComparison.Ordinal);
    }
}
