using Microsoft.Extensions.Options;
using Moodstream.Grains.Options;
using Moodstream.Grains.Postgres;
using Moodstream.Grains.Storage;
using Moodstream.TestKit.Postgres;
using Npgsql;

namespace Moodstream.Stores.Tests.Hosts;

/// <summary>The store in PostgreSQL, in a database of its own. Any number of stores may be open on it, as of several silos.</summary>
internal sealed class PostgresHost(PostgresServer server) : StoreHost
{
    private string? _connectionString;

    public override async Task<OpenStores> OpenAsync(TimeProvider time, TimeSpan? retention = null)
    {
        var database = await DatabaseAsync();
        database.EnsureReady();
        var erasures = new PostgresErasures(database);
        var timelines = new PostgresTimelineStore(database, erasures, new TimelineRetention(time, retention), time);
        return new OpenStores(timelines, new PostgresPostStore(database, erasures, Serializer), erasures, async () =>
        {
            await timelines.DisposeAsync();
            await database.DisposeAsync();
        });
    }

    /// <summary>The database, or another one of the server.</summary>
    public async Task<PostgresDatabase> DatabaseAsync(string? name = null)
    {
        var connection = new NpgsqlConnectionStringBuilder(_connectionString ??= await server.CreateDatabaseAsync());
        connection.Database = name ?? connection.Database;
        return new PostgresDatabase(Options.Create(new PostgresOptions { ConnectionString = connection.ConnectionString }));
    }

    /// <summary>Runs a statement beside the stores.</summary>
    public async Task<object?> ExecuteAsync(string statement)
    {
        await using var connection = new NpgsqlConnection((_connectionString ??= await server.CreateDatabaseAsync()) + ";Pooling=false");
        await connection.OpenAsync(TestContext.Current.CancellationToken);
        await using var command = new NpgsqlCommand(statement, connection);
        return await command.ExecuteScalarAsync(TestContext.Current.CancellationToken);
    }
}
