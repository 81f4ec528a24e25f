using System.Net.Http.Json;
using System.Text.Json.Nodes;
using Microsoft.Extensions.DependencyInjection;
using Moodstream.Grains.Interfaces.Models;
using Moodstream.Grains.Interfaces.Timelines;
using Moodstream.Silo.Tests.Api;

namespace Moodstream.Silo.Tests.Clustering;

/// <summary>What an outside client with a certificate does whose messages are not what an Orleans client writes.</summary>
[Trait("Category", "Cluster")]
public sealed class ForgedMessageTests : IClassFixture<GatewayTests.Gateway>
{
    private const int Timeout = 120_000;
    private const string Other = "words";

    private static readonly Dictionary<string, Func<ForgedHeader, ForgedHeader>> Forgeries = new()
    {
        ["as the silo's own client"] = header => header with { Sender = GrainId.Create("sys.client", "hosted-127.0.0.1:11111@1") },
        ["as a grain"] = header => header with { Sender = GrainId.Create("clustermodel", "0") },
        ["as a system target"] = header => header with { Sender = GrainId.Create("sys.svc.membership-oracle", "127.0.0.1:11111@1") },
        ["as nobody"] = header => header with { Sender = default },
        ["as another client"] = header => header with { Sender = GrainId.Create("sys.client", "0123456789abcdef0123456789abcdef") },
        ["one way"] = header => header.Directed(3) with { Sender = GrainId.Create("clustermodel", "0") },
        ["as an answer"] = header => header.Directed(2),
        ["to a part of the silo"] = header => header with { Target = GrainId.Create("sys.svc.silo-control", "127.0.0.1:11111@1") },
        ["to the silo's own client"] = header => header with { Target = GrainId.Create("sys.client", "hosted-127.0.0.1:11111@1") },
        ["with updates of the directory"] = header => header with { Flags = header.Flags | ForgedHeader.HasCacheUpdates },
    };

    private readonly GatewayTests.Gateway _host;

    public ForgedMessageTests(GatewayTests.Gateway host)
    {
        _host = host;
        HostFixture.Require();
    }

    private static CancellationToken Token => TestContext.Current.CancellationToken;

    public static TheoryData<string> Names => [.. Forgeries.Keys];

    [Theory(Timeout = Timeout)]
    [MemberData(nameof(Names))]
    public async Task A_message_that_claims_to_be_from_somebody_else_changes_nothing(string forgery)
    {
        var before = await ActiveModelAsync();
        Assert.NotEqual(Other, before);
        var forging = new ForgingConnection { Header = Forgeries[forgery] };
        using var client = await _host.ConnectAsync(_host.Clients.Issue("forger"), forging);
        // Nobody waits for its answer, which would go to whom the message claims to be from.
        var call = client.Services.GetRequiredService<IGrainFactory>().GetGrain<IClusterModel>(0).Activate(Other);

        await HostFixture.UntilAsync(async () => forging.IsCut || await ActiveModelAsync() != before);

        Assert.False(call.IsCompletedSuccessfully);
        Assert.True(forging.IsCut);
        Assert.Equal(before, await ActiveModelAsync());
    }

    [Fact(Timeout = Timeout)]
    public async Task The_same_connection_without_a_forgery_is_let_through()
    {
        using var client = await _host.ConnectAsync(_host.Clients.Issue("analyst"), new ForgingConnection());

        Assert.Empty((await client.Services.GetRequiredService<IGrainFactory>().GetGrain<IUserTimeline>("nobody").Query(new TimelineQuery())).Items);
        await client.StopAsync(Token);
    }

    [Fact(Timeout = Timeout)]
    public async Task Nobody_connects_by_the_name_of_a_silo()
    {
        var forging = new ForgingConnection { Name = "hosted-1:1@1" };
        using var patience = CancellationTokenSource.CreateLinkedTokenSource(Token);
        var connecting = _host.ConnectAsync(_host.Clients.Issue("forger"), forging, patience.Token);

        // A client that is not let in tries again and again.
        await HostFixture.UntilAsync(() => Task.FromResult(forging.IsCut || connecting.IsCompleted));

        Assert.False(connecting.IsCompletedSuccessfully);
        await patience.CancelAsync();
        await Assert.ThrowsAnyAsync<Exception>(() => connecting);
    }

    private async Task<string> ActiveModelAsync() =>
        (await _host.Http.GetFromJsonAsync<JsonObject>(new Uri("api/status", UriKind.Relative), Token))!["model"]!["name"]!.ToString();
}
