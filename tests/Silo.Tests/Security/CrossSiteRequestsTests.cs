using Microsoft.AspNetCore.Http;
using Moodstream.Silo.Security;

namespace Moodstream.Silo.Tests.Security;

[Trait("Category", "Unit")]
public sealed class CrossSiteRequestsTests
{
    [Theory]
    [InlineData("POST", null, null, false)]
    [InlineData("POST", "same-origin", null, false)]
    [InlineData("POST", "none", null, false)]
    [InlineData("POST", "cross-site", null, true)]
    [InlineData("POST", "same-site", null, true)]
    [InlineData("POST", "nonsense", "http://localhost:8080", true)]
    [InlineData("DELETE", "cross-site", "https://evil.example", true)]
    [InlineData("GET", "cross-site", "https://evil.example", false)]
    [InlineData("HEAD", "cross-site", null, false)]
    [InlineData("OPTIONS", "cross-site", "https://evil.example", false)]
    [InlineData("POST", null, "http://localhost:8080", false)]
    [InlineData("POST", null, "https://localhost:8080", false)]
    [InlineData("POST", null, "http://localhost:8081", true)]
    [InlineData("POST", null, "https://evil.example", true)]
    [InlineData("POST", null, "null", true)]
    [InlineData("POST", "cross-site", "https://trusted.example", false)]
    [InlineData("POST", null, "https://trusted.example", false)]
    public void Only_what_browsers_say_comes_from_another_site_is_refused(string method, string? site, string? origin, bool isRefused)
    {
        var request = new DefaultHttpContext().Request;
        request.Method = method;
        request.Host = new HostString("localhost:8080");
        request.Headers["Sec-Fetch-Site"] = site;
        request.Headers.Origin = origin;

        Assert.Equal(isRefused, CrossSiteRequests.IsRefused(request, new HashSet<string> { "https://trusted.example" }));
    }

    [Fact]
    public void Where_all_origins_may_use_the_api_none_is_refused()
    {
        var request = new DefaultHttpContext().Request;
        request.Method = "POST";
        request.Headers["Sec-Fetch-Site"] = "cross-site";

        Assert.False(CrossSiteRequests.IsRefused(request, new HashSet<string> { "*" }));
    }
}
