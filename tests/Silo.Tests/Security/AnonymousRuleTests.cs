using Moodstream.Silo.Configuration.Options;
using Moodstream.Silo.Security;
using Moodstream.Silo.Startup;

namespace Moodstream.Silo.Tests.Security;

[Trait("Category", "Unit")]
public sealed class AnonymousRuleTests
{
    [Theory]
    [InlineData("http://127.0.0.1:8080")]
    [InlineData("http://localhost:8080;http://[::1]:8080;http://127.9.9.9:1")]
    [InlineData("http://unix:/run/moodstream.sock")]
    public void On_this_machine_alone_nobody_needs_to_show_who_they_are(string urls) => AnonymousRule.Check(urls, new AuthOptions());

    [Theory]
    [InlineData("http://0.0.0.0:8080")]
    [InlineData("http://*:8080")]
    [InlineData("http://[::]:8080")]
    [InlineData("http://127.0.0.1:8080;https://10.0.0.1:8080")]
    [InlineData("http://mood.example.org")]
    public void Beyond_it_a_start_without_authentication_is_refused_unless_it_is_meant(string urls)
    {
        var refusal = Assert.Throws<StartupException>(() => AnonymousRule.Check(urls, new AuthOptions()));

        Assert.Contains("Auth:ApiKeys", refusal.Message, StringComparison.Ordinal);
        AnonymousRule.Check(urls, new AuthOptions { AllowAnonymous = true });
        AnonymousRule.Check(urls, new AuthOptions { Authority = "https://login.example.org" });
        AnonymousRule.Check(urls, new AuthOptions { ApiKeys = { ["a"] = $"administer:{ApiKey.Hash("x")}" } });
    }
}
