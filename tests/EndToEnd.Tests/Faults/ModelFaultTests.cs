using System.Net;
using Moodstream.EndToEnd.Tests.Harness;

namespace Moodstream.EndToEnd.Tests.Faults;

/// <summary>Models that change while silos are killed: whatever was said under an id is said again.</summary>
[Trait("Category", "Process")]
public sealed class ModelFaultTests
{
    private const int Timeout = 900_000;
    private const int PostsPerSecond = 60;

    private static readonly TimeSpan Fresh = TimeSpan.FromSeconds(2);

    private static CancellationToken Token => TestContext.Current.CancellationToken;

    [Fact(Timeout = Timeout)]
    public async Task A_silo_that_is_killed_while_models_change_says_nothing_twice_in_different_words()
    {
        SiloCluster.RequireLong();
        await using var cluster = await SiloCluster.CreateAsync(severalSilos: true);
        var bundles = Directory.CreateTempSubdirectory("moodstream-bundles-");
        try
        {
            Bundle.Copy("default", Path.Combine(bundles.FullName, "default"));
            Bundle.Relabel("default", Path.Combine(bundles.FullName, "other"), "l1", "l2", "l3", "l4", "l5", "l6", "l7");
            var path = $"--Models:Path={bundles.FullName}";
            var keeper = await cluster.StartAsync("a", path);
            var other = await cluster.StartAsync("b", path);
            await using var traffic = cluster.Traffic();
            traffic.Start(PostsPerSecond);
            foreach (var name in new[] { "other", "default", "other" })
            {
                await keeper.UntilAsync(() => Task.FromResult(traffic.AllHeardWithin(Fresh)), "events of all partitions");

                // Killed in mid-change, what it had under way is done again with the other model.
                var changing = keeper.Http.PostAsync(new Uri($"api/models/{name}/activate", UriKind.Relative), null, Token);
                await Task.Delay(TimeSpan.FromMilliseconds(300), Token);
                await other.Program.KillAsync();
                (await changing).Dispose();
                await keeper.UntilAsync(() => ActivateAsync(keeper, name), $"the model {name}");
                other = await cluster.StartAsync("b", path);
            }

            await keeper.UntilAsync(() => Task.FromResult(traffic.AllHeardWithin(Fresh)), "events of all partitions");
            await traffic.StopSendingAsync();
            await cluster.VerifyAsync();
        }
        finally
        {
            bundles.Delete(recursive: true);
        }
    }

    private static async Task<bool> ActivateAsync(RunningSilo silo, string name)
    {
        using var answer = await silo.Http.PostAsync(new Uri($"api/models/{name}/activate", UriKind.Relative), null, Token);
        return answer.StatusCode == HttpStatusCode.OK;
    }
}
