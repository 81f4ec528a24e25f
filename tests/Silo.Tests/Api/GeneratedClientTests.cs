using System.Reflection;
using System.Runtime.Loader;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp;
using NJsonSchema.CodeGeneration.CSharp;
using NSwag;
using NSwag.CodeGeneration.CSharp;

namespace Moodstream.Silo.Tests.Api;

/// <summary>The API's description is good enough to make a typed client of it that a stranger can use.</summary>
[Trait("Category", "Cluster")]
public sealed class GeneratedClientTests : IClassFixture<HostFixture>
{
    private const int Timeout = 120_000;

    /// <summary>What a user of the client would write; it compiles only where names and types are what one expects.</summary>
    private const string Usage = """
        namespace Generated;

        public static class Usage
        {
            public static async System.Threading.Tasks.Task<string> Run(System.Net.Http.HttpClient http)
            {
                var client = new MoodstreamClient(http) { BaseUrl = http.BaseAddress!.ToString() };
                ClassificationAnswer classified = await client.ClassifyAsync(new PostDocument { Text = "I am so happy today" });
                AcceptedPost accepted = await client.PublishAsync(new PostDocument { UserId = "typed", Text = "I am so happy today" });
                TimelinePage page;
                do
                {
                    await System.Threading.Tasks.Task.Delay(50);
                    page = await client.TimelineAsync("typed", null, null, null, 10, null, null);
                }
                while (page.Items.Count == 0);
                BatchAnswer batch = await client.ClassifyBatchAsync(new BatchDocument { Posts = [new PostDocument { Text = "I am so happy today" }] });
                SummaryAnswer summary = await client.SummaryAsync("typed", null, null, "day", "Europe/Zurich");
                TrendAnswer trend = await client.TrendAsync("15m", "15s");
                ModelsAnswer models = await client.ModelsAsync();
                StatusAnswer status = await client.StatusAsync();
                await client.EraseAsync("typed");
                TimelinePage erased = await client.TimelineAsync("typed", null, null, null, 10, null, null);
                return string.Join(' ',
                    classified.Emotion, classified.Probabilities.Count > 1, accepted.UserId, System.Linq.Enumerable.First(page.Items).PostId == accepted.Id,
                    System.Linq.Enumerable.First(batch.Results).Classification.ProbabilitiesByModality["text"]["joy"] > 0.5, classified.Opinions["text"].Emotion,
                    System.Linq.Enumerable.First(page.Items).Modalities.Contains("text"), summary.Posts, trend.Buckets.Count, models.Active, status.Kafka.Embedded, erased.Items.Count);
            }
        }
        """;

    private readonly HostFixture _host;

    public GeneratedClientTests(HostFixture host)
    {
        _host = host;
        HostFixture.Require();
    }

    private static CancellationToken Token => TestContext.Current.CancellationToken;

    [Fact(Timeout = Timeout)]
    public async Task A_client_generated_from_the_description_compiles_and_works()
    {
        var description = await _host.Http.GetStringAsync(new Uri("openapi/v1.json", UriKind.Relative), Token);
        var document = await OpenApiDocument.FromJsonAsync(description, Token);
        foreach (var operation in document.Operations.Where(operation => operation.Operation.RequestBody is not null))
        {
            // The generator cannot choose between two kinds of body.
            operation.Operation.RequestBody.Content.Remove("multipart/form-data");
        }

        var source = new CSharpClientGenerator(document, new CSharpClientGeneratorSettings
        {
            ClassName = "MoodstreamClient",
            CSharpGeneratorSettings = { Namespace = "Generated", JsonLibrary = CSharpJsonLibrary.SystemTextJson, GenerateNullableReferenceTypes = true },
        }).GenerateFile();

        var result = await UseAsync(Compile(source));

        Assert.Equal("joy True typed True True joy True 1 60 default True 0", result);
    }

    private static byte[] Compile(string client)
    {
        var references = ((string)AppContext.GetData("TRUSTED_PLATFORM_ASSEMBLIES")!).Split(Path.PathSeparator)
            .Select(file => MetadataReference.CreateFromFile(file));
        var compilation = CSharpCompilation.Create(
            "Generated",
            [CSharpSyntaxTree.ParseText(client, cancellationToken: Token), CSharpSyntaxTree.ParseText(Usage, cancellationToken: Token)],
            references,
            new CSharpCompilationOptions(OutputKind.DynamicallyLinkedLibrary, nullableContextOptions: NullableContextOptions.Enable));
        using var assembly = new MemoryStream();
        var emitted = compilation.Emit(assembly, cancellationToken: Token);
        Assert.True(emitted.Success, string.Join('\n', emitted.Diagnostics.Where(diagnostic => diagnostic.Severity == DiagnosticSeverity.Error)));
        return assembly.ToArray();
    }

    private Task<string> UseAsync(byte[] assembly)
    {
        var loaded = new AssemblyLoadContext("generated", isCollectible: true).LoadFromStream(new MemoryStream(assembly));
        var run = loaded.GetType("Generated.Usage")!.GetMethod("Run", BindingFlags.Public | BindingFlags.Static)!;
        return (Task<string>)run.Invoke(null, [_host.Http])!;
    }
}
