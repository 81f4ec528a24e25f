using System.Globalization;
using System.Net;
using System.Net.Sockets;
using System.Text;
using Moodstream.EndToEnd.Tests.Harness;

namespace Moodstream.EndToEnd.Tests;

/// <summary>A silo's memory stays under the ceiling that docs/operations.md states, whatever callers do that its limits allow.</summary>
[Trait("Category", "Process")]
public sealed class MemoryCeilingTests
{
    private const int Timeout = 360_000;
    private const int Events = 17_000;
    private const int Readers = 80;
    private const long Megabyte = 1_048_576;

    /// <summary>Four times Http:MaxBodyMegabytes, and 100 KiB for each reader.</summary>
    private const long Ceiling = (4 * 64 * Megabyte) + (Readers * 102_400);

    private static CancellationToken Token => TestContext.Current.CancellationToken;

    [Fact(Timeout = Timeout)]
    public async Task Readers_that_read_nothing_and_bodies_of_a_million_keys_stay_under_the_ceiling()
    {
        await using var place = new Workplace();
        var silo = await place.StartSiloAsync("--Live:ShowText=true");
        var words = string.Join(' ', Enumerable.Repeat("I am so happy today, what a wonderful day", 20));
        var file = Path.Combine(place.Folder, "posts.jsonl");
        await File.WriteAllLinesAsync(file, Enumerable.Range(0, Events).Select(i => Encoding.UTF8.GetString(new TestPost($"p{i}", $"u{i % 97}", words).Json())), Token);
        Assert.Equal(0, await place.StartProgram("publish", file, "--bootstrap", place.BootstrapServers).ExitAsync());
        await silo.UntilAsync(async () => await NextAsync(silo) == Events, "all events in the live feed");
        await SendManyKeysAsync(silo, 1);
        var before = silo.Program.PeakMemory;

        var sockets = new List<Socket>();
        var epoch = await EpochAsync(silo);
        for (var i = 0; i < Readers; i++)
        {
            sockets.Add(await ResumeAsync(silo.Http.BaseAddress!.Port, $"{epoch}-0"));
        }

        await Task.WhenAll(Enumerable.Range(0, 8).Select(_ => SendManyKeysAsync(silo, 4)));
        var most = silo.Program.PeakMemory;
        TestContext.Current.TestOutputHelper?.WriteLine($"{before / Megabyte} MiB at most before, {most / Megabyte} MiB after");
        Assert.True(most - before < Ceiling, $"The silo took {(most - before) / Megabyte} MiB more than at its usual work.");
        await silo.UntilAsync(async () => (await silo.StatusAsync())["liveReaders"]!.GetValue<int>() == 0, "readers that read nothing are dropped");
        sockets.ForEach(socket => socket.Dispose());
    }

    private static async Task<string> EpochAsync(RunningSilo silo) => (await FirstIdAsync(silo)).Split('-')[0];

    private static async Task<long> NextAsync(RunningSilo silo) => long.Parse((await FirstIdAsync(silo)).Split('-', 2)[1], CultureInfo.InvariantCulture) + 1;

    private static async Task<string> FirstIdAsync(RunningSilo silo)
    {
        using var answer = await silo.Http.GetAsync(new Uri("api/emotions/stream", UriKind.Relative), HttpCompletionOption.ResponseHeadersRead, Token);
        using var reader = new StreamReader(await answer.Content.ReadAsStreamAsync(Token));
        while (await reader.ReadLineAsync(Token) is { } line)
        {
            if (line.StartsWith("id: ", StringComparison.Ordinal))
            {
                return line["id: ".Length..];
            }
        }

        throw new IOException("The live feed ended.");
    }

    /// <summary>Begins to read where an id says, and reads nothing.</summary>
    private static async Task<Socket> ResumeAsync(int port, string lastEventId)
    {
        var socket = new Socket(AddressFamily.InterNetwork, SocketType.Stream, ProtocolType.Tcp) { ReceiveBufferSize = 4_096 };
        await socket.ConnectAsync(IPAddress.Loopback, port, Token);
        await socket.SendAsync(Encoding.ASCII.GetBytes($"GET /api/emotions/stream HTTP/1.1\r\nHost: localhost\r\nLast-Event-ID: {lastEventId}\r\n\r\n"), Token);
        return socket;
    }

    private static async Task SendManyKeysAsync(RunningSilo silo, int times)
    {
        var body = Encoding.ASCII.GetBytes($$"""{"text":"hello",{{string.Join(',', Enumerable.Range(0, 1_100_000).Select(i => $"\"k{i:0000000}\":1"))}}}""");
        for (var i = 0; i < times; i++)
        {
            using var content = new ByteArrayContent(body);
            content.Headers.ContentType = new("application/json");
            using var answer = await silo.Http.PostAsync(new Uri("api/classify", UriKind.Relative), content, Token);
            Assert.True(answer.StatusCode is HttpStatusCode.OK or HttpStatusCode.ServiceUnavailable, answer.StatusCode.ToString());
        }
    }
}
