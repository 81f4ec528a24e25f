using System.Text;
using Moodstream.Grains.Models;
using Npgsql;

namespace Moodstream.Grains.Postgres;

/// <summary>Remembers the active model for all silos of the database.</summary>
internal sealed class PostgresModelMemory(PostgresDatabase database) : IModelMemory
{
    /// <inheritdoc/>
    public string? Path => "the database of Postgres:ConnectionString";

    /// <inheritdoc/>
    public async Task<string?> ReadAsync(CancellationToken cancellationToken = default)
    {
        database.EnsureReady();
        return await database.UseAsync(async connection =>
        {
            await using var command = new NpgsqlCommand("SELECT value FROM moodstream_values WHERE name = 'active-model'", connection);
            return await command.ExecuteScalarAsync(cancellationToken) is byte[] name ? Encoding.UTF8.GetString(name) : null;
        });
    }

    /// <inheritdoc/>
    public Task WriteAsync(string name) => database.UseAsync(async connection =>
    {
        await using var command = new NpgsqlCommand(
            "INSERT INTO moodstream_values (name, value) VALUES ('active-model', $1) ON CONFLICT (name) DO UPDATE SET value = excluded.value", connection)
        {
            Parameters = { new() { Value = Encoding.UTF8.GetBytes(name) } },
        };
        return await command.ExecuteNonQueryAsync();
    });
}
