using Moodstream.Silo.SignIn;

namespace Moodstream.Silo.Tests.SignIn;

[Trait("Category", "Unit")]
public sealed class ReturnPathTests
{
    [Theory]
    [InlineData("/", "/")]
    [InlineData("/users/?id=ann", "/users/?id=ann")]
    [InlineData("/users/?id=zoë", "/users/?id=zo%C3%AB")]
    [InlineData("/users/?next=//evil.example", "/users/?next=//evil.example")]
    [InlineData("/users/#part", "/users/")]
    [InlineData(null, "/")]
    [InlineData("", "/")]
    [InlineData("users/", "/")]
    [InlineData("//evil.example", "/")]
    [InlineData("///evil.example", "/")]
    [InlineData("/\\evil.example", "/")]
    [InlineData("\\\\evil.example", "/")]
    [InlineData("/.//evil.example", "/")]
    [InlineData("/a/..//evil.example", "/")]
    [InlineData("/%2e//evil.example", "/")]
    [InlineData("https://evil.example", "/")]
    [InlineData("javascript:alert(1)", "/")]
    public void Only_a_page_of_this_server_is_gone_on_to(string? wanted, string path) => Assert.Equal(path, ReturnPath.Of(wanted));

    [Theory]
    [InlineData("/\t/evil.example")]
    [InlineData("/\r\nLocation: https://evil.example")]
    [InlineData("/users/\u0000")]
    public void Nothing_of_it_is_more_than_a_path(string wanted) =>
        Assert.Matches("^/($|[^/\\\\])[!-~]*$", ReturnPath.Of(wanted));
}
