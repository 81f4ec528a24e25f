using Microsoft.OpenApi;

namespace Moodstream.Silo.Tests.Api;

[Trait("Category", "Cluster")]
public sealed class ApiDescriptionTests : IClassFixture<HostFixture>
{
    private const int Timeout = 60_000;

    private readonly HostFixture _host;

    public ApiDescriptionTests(HostFixture host)
    {
        _host = host;
        HostFixture.Require();
    }

    [Fact(Timeout = Timeout)]
    public async Task The_description_is_valid_and_has_every_endpoint_with_a_summary()
    {
        var json = await _host.Http.GetStringAsync(new Uri("openapi/v1.json", UriKind.Relative), TestContext.Current.CancellationToken);

        var (document, diagnostic) = OpenApiDocument.Parse(json, OpenApiConstants.Json);

        Assert.Empty(diagnostic!.Errors);
        Assert.Equal(OpenApiSpecVersion.OpenApi3_1, diagnostic.SpecificationVersion);
        Assert.Equal(
            [
                "/api/classify", "/api/emotions/pictures/{position}", "/api/emotions/stream", "/api/emotions/trend", "/api/models",
                "/api/models/{name}/activate", "/api/posts", "/api/status", "/api/users/{userId}", "/api/users/{userId}/summary",
                "/api/users/{userId}/timeline",
            ],
            document!.Paths.Keys.Order(StringComparer.Ordinal));
        Assert.All(
            document.Paths.Values.SelectMany(path => path.Operations!.Values),
            operation => Assert.False(string.IsNullOrEmpty(operation.Summary)));
    }
}
