using Moodstream.Silo.Configuration;
using Moodstream.Silo.Configuration.Options;
using Moodstream.Silo.SignIn;
using Moodstream.Silo.Startup;

namespace Moodstream.Silo.Tests.SignIn;

[Trait("Category", "Unit")]
public sealed class SignInSettingsTests
{
    [Theory]
    [InlineData("Auth:ClientId", "mood", "Auth:Authority")]
    [InlineData("Auth:ClientSecret", "hush", "Auth:ClientId")]
    [InlineData("Auth:PublicUrl", "http://mood.example.org", "https://")]
    [InlineData("Auth:PublicUrl", "https://mood.example.org/path", "no path")]
    [InlineData("Auth:Scopes", "profile", "openid")]
    [InlineData("Auth:SessionMinutes", "100000", "1440")]
    public void An_impossible_setting_is_told_in_one_line_without_secrets(string name, string value, string remedy)
    {
        var error = Assert.Throws<StartupException>(() => MoodstreamSettings.Load(new Dictionary<string, string?> { [name] = value }));

        Assert.Contains(name, error.Message, StringComparison.Ordinal);
        Assert.Contains(remedy, error.Message, StringComparison.Ordinal);
        Assert.DoesNotContain('\n', error.Message);
        Assert.DoesNotContain("hush", error.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void Where_others_can_come_the_address_by_which_they_do_must_be_known()
    {
        var auth = new AuthOptions { Authority = "https://login.example.org", ClientId = "mood" };

        Assert.Contains("Auth:PublicUrl", Assert.Throws<StartupException>(() => SignInRule.Check("http://127.0.0.1:1;http://0.0.0.0:8080", auth)).Message, StringComparison.Ordinal);
        SignInRule.Check("http://127.0.0.1:8080", auth);
        auth.PublicUrl = "https://mood.example.org";
        SignInRule.Check("http://0.0.0.0:8080", auth);
        SignInRule.Check("http://0.0.0.0:8080", new AuthOptions { Authority = "https://login.example.org" });
    }
}
