using Moodstream.EndToEnd.Tests.Harness;
using Moodstream.TestKit.Postgres;
using Npgsql;

[assembly: AssemblyFixture(typeof(PostgresServer))]

namespace Moodstream.EndToEnd.Tests;

/// <summary>Silos as processes that share a membership table, and timelines.</summary>
[Trait("Category", "Process")]
public sealed class ClusterTests(PostgresServer server)
{
    private const int Timeout = 240_000;

    private static CancellationToken Token => TestContext.Current.CancellationToken;

    [Fact(Timeout = Timeout)]
    public async Task Silos_share_posts_and_timelines_and_the_death_of_either_loses_nothing_and_silences_nobody()
    {
        await using var place = new Workplace();
        string[] settings = [.. ByPostgres(await server.CreateDatabaseAsync()), "--Timeline:Store=postgres"];
        var first = await place.StartSiloAsync(settings);
        var second = await place.StartSiloAsync(settings);
        await first.UntilAsync(async () => (await first.StatusAsync())["silos"]!.AsArray().Count == 2, "two silos");
        var posts = TestPost.Many("post", 1_000);
        await place.Topics.SendAsync(posts);
        await place.Topics.ReadUntilAsync(Topics.Events, events => events.Count >= 50);

        await first.Program.KillAsync();

        // Whoever lives answers at once, before anybody knows of the death.
        foreach (var user in posts.Select(post => post.UserId).Distinct())
        {
            await second.TimelineAsync(user);
        }

        var expected = posts.Select(post => $"{post.UserId}/{post.Id}#1").ToHashSet();
        await place.Topics.ReadUntilAsync(Topics.Events, read => expected.IsSubsetOf(read.EventIds()));
        foreach (var user in posts.GroupBy(post => post.UserId))
        {
            Assert.Equal(user.Select(post => post.Id).Order(), (await second.TimelineAsync(user.Key)).Select(entry => entry["postId"]!.ToString()).Order());
        }
    }

    [Fact(Timeout = Timeout)]
    public async Task Silos_whose_rows_vanish_from_PostgreSQL_end_with_a_line_that_says_so()
    {
        await using var place = new Workplace();
        var database = await server.CreateDatabaseAsync();

        await EndsWhenRowsVanishAsync(place, [.. ByPostgres(database), "--Timeline:Store=postgres"], async () =>
        {
            await using var connection = new NpgsqlConnection(database);
            await connection.OpenAsync(Token);
            await using var truncate = new NpgsqlCommand("TRUNCATE orleansmembershiptable, orleansmembershipversiontable", connection);
            await truncate.ExecuteNonQueryAsync(Token);
        });
    }

    [Fact(Timeout = Timeout)]
    public async Task Silos_whose_rows_vanish_from_Redis_end_with_a_line_that_says_so()
    {
        SiloCluster.RequireLong();
        await using var place = new Workplace();
        await using var redis = await RedisProcess.StartAsync();

        await EndsWhenRowsVanishAsync(
            place, ["--Cluster:Membership=redis", $"--Cluster:Redis={redis.Address}", "--Cluster:AdvertisedAddress=127.0.0.1", "--Timeline:Enabled=false"], redis.FlushAsync);
    }

    private static string[] ByPostgres(string database) =>
        ["--Cluster:Membership=postgres", $"--Postgres:ConnectionString={database}", "--Cluster:AdvertisedAddress=127.0.0.1"];

    private static async Task EndsWhenRowsVanishAsync(Workplace place, string[] settings, Func<Task> vanish)
    {
        var silos = new[] { await place.StartSiloAsync(settings), await place.StartSiloAsync(settings) };

        await vanish();

        foreach (var silo in silos)
        {
            Assert.Equal(1, await silo.Program.ExitAsync());
            Assert.Contains("This silo stops: the membership table no longer names it", silo.Program.Output, StringComparison.Ordinal);
        }

        var again = await Task.WhenAll(place.StartSiloAsync(settings), place.StartSiloAsync(settings));
        await again[0].UntilAsync(async () => (await again[0].StatusAsync())["silos"]!.AsArray().Count == 2, "the two of them in one cluster again");
    }
}
