using System.Net;
using System.Net.Http.Json;
using System.Text.Json.Nodes;
using System.Text.RegularExpressions;
using Moodstream.TestKit;

namespace Moodstream.EndToEnd.Tests.Harness;

/// <summary>A silo as a process, with its HTTP API.</summary>
internal sealed partial class RunningSilo : IAsyncDisposable
{
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(60);

    private RunningSilo(ProgramProcess program, HttpClient http)
    {
        Program = program;
        Http = http;
    }

    public ProgramProcess Program { get; }

    public HttpClient Http { get; }

    private static CancellationToken Token => TestContext.Current.CancellationToken;

    /// <summary>Starts a silo on a free port and waits until it is ready.</summary>
    /// <param name="folder">Its working folder, where its data lie.</param>
    /// <param name="args">Further arguments.</param>
    public static Task<RunningSilo> StartAsync(string folder, params IEnumerable<string> args) => StartAsync(folder, new Dictionary<string, string>(), args);

    /// <summary>Starts a silo on a free port, with variables in its environment, and waits until it is ready.</summary>
    /// <param name="folder">Its working folder, where its data lie.</param>
    /// <param name="environment">The variables.</param>
    /// <param name="args">Further arguments.</param>
    public static async Task<RunningSilo> StartAsync(string folder, IReadOnlyDictionary<string, string> environment, params IEnumerable<string> args)
    {
        var program = ProgramProcess.Start(folder, environment, ["--urls=http://127.0.0.1:0", $"--Models:Path={Path.GetDirectoryName(Repository.Bundle())}", "--Inference:Devices=cpu", .. args]);
        try
        {
            var line = await program.LineWithAsync("Dashboard and API: ");
            var silo = new RunningSilo(program, new HttpClient { BaseAddress = new Uri(Address().Match(line).Value) });
            await silo.UntilAsync(async () => (await silo.Http.GetAsync(new Uri("health/ready", UriKind.Relative), Token)).StatusCode == HttpStatusCode.OK, "ready");
            return silo;
        }
        catch
        {
            await program.DisposeAsync();
            throw;
        }
    }

    public async Task<JsonObject> StatusAsync() => (await Http.GetFromJsonAsync<JsonObject>("api/status", Token))!;

    public async Task<string> BootstrapServersAsync() => (await StatusAsync())["kafka"]!["bootstrapServers"]!.ToString();

    /// <summary>All entries of a user's timeline, newest first.</summary>
    public async Task<IReadOnlyList<JsonNode>> TimelineAsync(string userId)
    {
        var response = await Http.GetAsync(new Uri($"api/users/{Uri.EscapeDataString(userId)}/timeline?limit=1000", UriKind.Relative), Token);
        Assert.True(response.IsSuccessStatusCode, await response.Content.ReadAsStringAsync(Token));
        var page = await response.Content.ReadFromJsonAsync<JsonObject>(Token);
        return [.. page!["items"]!.AsArray().Select(item => item!)];
    }

    /// <summary>Waits for a state of this silo.</summary>
    public async Task UntilAsync(Func<Task<bool>> state, string what)
    {
        using var patience = CancellationTokenSource.CreateLinkedTokenSource(Token);
        patience.CancelAfter(Patience);
        while (!await state())
        {
            try
            {
                await Task.Delay(50, patience.Token);
            }
            catch (OperationCanceledException) when (!Token.IsCancellationRequested)
            {
                Assert.Fail($"The silo did not come to this state in time: {what}.\n{Program.Output}");
            }
        }
    }

    public async ValueTask DisposeAsync()
    {
        Http.Dispose();
        await Program.DisposeAsync();
    }

    [GeneratedRegex(@"http://[\d.:]+")]
    private static partial Regex Address();
}
