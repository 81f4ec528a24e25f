using Moodstream.Grains.Postgres;
using Moodstream.Grains.Storage;
using Moodstream.Stores.Tests.Hosts;
using Moodstream.TestKit.Postgres;

namespace Moodstream.Stores.Tests;

[Trait("Category", "Process")]
public sealed class SchemaTests(PostgresServer server) : IAsyncDisposable
{
    private readonly PostgresHost _host = new(server);

    public ValueTask DisposeAsync() => _host.DisposeAsync();

    [Fact]
    public async Task Silos_that_start_at_once_make_the_tables_once_and_know_the_same_database()
    {
        List<PostgresDatabase> databases = [];
        for (var i = 0; i < 6; i++)
        {
            databases.Add(await _host.DatabaseAsync());
        }

        var identities = await Task.WhenAll(databases.Select(database => Task.Run(() => database.Identity)));

        Assert.Single(identities.Distinct());
        Assert.Equal(2L, await _host.ExecuteAsync("SELECT count(*) FROM moodstream_schema"));
        await Task.WhenAll(databases.Select(database => database.DisposeAsync().AsTask()));
    }

    [Fact]
    public async Task Another_database_is_another_one()
    {
        await using var other = new PostgresHost(server);
        await using var mine = await _host.DatabaseAsync();
        await using var another = await other.DatabaseAsync();

        Assert.NotEqual(mine.Identity, another.Identity);
    }

    [Fact]
    public async Task Tables_of_a_newer_build_are_refused_in_one_line()
    {
        await using (var database = await _host.DatabaseAsync())
        {
            database.EnsureReady();
        }

        await _host.ExecuteAsync("INSERT INTO moodstream_schema (version) VALUES (77)");
        await using var old = await _host.DatabaseAsync();

        var error = Assert.Throws<TimelineStoreException>(old.EnsureReady);

        Assert.Contains("version 77", error.Message, StringComparison.Ordinal);
        Assert.DoesNotContain('\n', error.Message);
    }

    [Fact]
    public async Task A_database_that_cannot_hold_every_text_is_refused()
    {
        await _host.ExecuteAsync("DROP DATABASE IF EXISTS moodstream_latin");
        await _host.ExecuteAsync("CREATE DATABASE moodstream_latin TEMPLATE template0 ENCODING 'LATIN1' LOCALE 'C'");
        try
        {
            await using var database = await _host.DatabaseAsync("moodstream_latin");

            Assert.Contains("UTF8", Assert.Throws<TimelineStoreException>(database.EnsureReady).Message, StringComparison.Ordinal);
        }
        finally
        {
            await _host.ExecuteAsync("DROP DATABASE moodstream_latin WITH (FORCE)");
        }
    }

    [Fact]
    public async Task A_server_that_is_not_there_is_told_in_one_line_without_the_password()
    {
        await using var database = new PostgresDatabase(Microsoft.Extensions.Options.Options.Create(
            new Grains.Options.PostgresOptions { ConnectionString = "Host=127.0.0.1;Port=1;Username=u;Password=hush;Timeout=2" }));

        var error = Assert.Throws<TimelineStoreException>(database.EnsureReady);

        Assert.Contains("Postgres:ConnectionString", error.Message, StringComparison.Ordinal);
        Assert.DoesNotContain("hush", error.ToString(), StringComparison.Ordinal);
        Assert.DoesNotContain('\n', error.Message);
    }

    [Fact]
    public async Task Silos_that_start_at_once_make_one_key_and_share_it()
    {
        await using var database = await _host.DatabaseAsync();
        await using var other = await _host.DatabaseAsync();
        var rings = new[] { database, other, database, other }.Select(each => new PostgresKeyRing(each)).ToList();

        await Task.WhenAll(rings.Select((ring, i) => Task.Run(() => ring.InTurn(() =>
        {
            if (ring.Read().Count == 0)
            {
                ring.Add($"key-{i}", "<key>ä</key>");
            }
        }))));

        Assert.All(rings, ring => Assert.Equal(["<key>ä</key>"], ring.Read()));
    }

    [Fact]
    public async Task The_active_model_is_remembered_for_all_silos()
    {
        await using var database = await _host.DatabaseAsync();
        await using var other = await _host.DatabaseAsync();
        var memory = new PostgresModelMemory(database);
        Assert.Null(await memory.ReadAsync(TestContext.Current.CancellationToken));

        await memory.WriteAsync("first");
        await memory.WriteAsync("mine");

        Assert.Equal("mine", await new PostgresModelMemory(other).ReadAsync(TestContext.Current.CancellationToken));
    }
}
