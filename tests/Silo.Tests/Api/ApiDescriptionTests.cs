using System.Text.Json.Nodes;
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
                "/api/classify", "/api/classify/batch", "/api/deadletters", "/api/deadletters/redrive", "/api/emotions", "/api/emotions/pictures/{position}", "/api/emotions/stream", "/api/emotions/trend", "/api/models",
                "/api/models/{name}/activate", "/api/posts", "/api/session", "/api/status", "/api/users/{userId}", "/api/users/{userId}/summary",
                "/api/users/{userId}/timeline",
            ],
            document!.Paths.Keys.Order(StringComparer.Ordinal));
        Assert.All(
            document.Paths.Values.SelectMany(path => path.Operations!.Values),
            operation => Assert.False(string.IsNullOrEmpty(operation.Summary)));
    }

    [Fact(Timeout = Timeout)]
    public async Task Every_value_has_a_type_so_that_generated_clients_have_one_too()
    {
        var document = JsonNode.Parse(await _host.Http.GetStringAsync(new Uri("openapi/v1.json", UriKind.Relative), TestContext.Current.CancellationToken))!;
        var untyped = new List<string>();
        Look(document["components"]!["schemas"]!, string.Empty);

        Assert.Empty(untyped);

        void Look(JsonNode? node, string path)
        {
            foreach (var (name, value) in node as JsonObject ?? [])
            {
                if (value is JsonObject schema && (path.EndsWith("/properties", StringComparison.Ordinal) || name is "items" or "additionalProperties")
                    && !schema.ContainsKey("type") && !schema.ContainsKey("$ref") && !schema.ContainsKey("oneOf") && !schema.ContainsKey("enum"))
                {
                    untyped.Add($"{path}/{name}");
                }

                if (value is JsonObject array && array["type"]?.ToJsonString().Contains("array", StringComparison.Ordinal) == true && !array.ContainsKey("items"))
                {
                    untyped.Add($"{path}/{name}/items");
                }

                Look(value, $"{path}/{name}");
            }
        }
    }
}
