using System.ComponentModel.DataAnnotations;
using System.Net;
using Moodstream.Silo.Configuration.Options;
using Moodstream.Silo.Security;

namespace Moodstream.Silo.Tests.Security;

[Trait("Category", "Unit")]
public sealed class HostRuleTests
{
    [Fact]
    public void A_server_is_called_by_loopback_names_by_its_urls_and_by_what_is_configured() => Assert.Equal(
        ["localhost", "127.0.0.1", "[::1]", "mood.internal", "10.1.2.3", "mood.example.org", "*.example.com"],
        HostRule.Names("http://mood.internal:8080;http://10.1.2.3:8080", "mood.example.org, *.example.com"));

    [Theory]
    [InlineData("http://0.0.0.0:8080")]
    [InlineData("http://*:8080")]
    [InlineData("http://[::]:8080")]
    public void A_server_on_all_addresses_is_called_by_those_of_its_machine_and_by_no_name(string urls)
    {
        var names = HostRule.Names(urls, null).ToList();

        Assert.DoesNotContain("*", names);
        Assert.DoesNotContain("0.0.0.0", names);
        Assert.All(names.Where(name => name != "localhost"), name => Assert.True(IPAddress.TryParse(name, out _), name));
    }

    [Theory]
    [InlineData("mood.example.org", true)]
    [InlineData("*.example.org, other.example;10.0.0.1", true)]
    [InlineData("[fe80::1]", true)]
    [InlineData("*", true)]
    [InlineData("https://mood.example.org", false)]
    [InlineData("mood.example.org:8080", false)]
    [InlineData("a, , b", false)]
    public void Names_are_written_without_scheme_and_port(string names, bool isValid) => Assert.Equal(
        isValid,
        Validator.TryValidateProperty(names, new ValidationContext(new HttpOptions()) { MemberName = nameof(HttpOptions.AllowedHosts) }, null));
}
