using System.Text;
using Npgsql;

namespace Moodstream.Grains.Postgres;

/// <summary>Keys that all silos of a database share, each a text by a name.</summary>
/// <param name="database">The database.</param>
public sealed class PostgresKeyRing(PostgresDatabase database)
{
    private const string Prefix = "session-key:";

    /// <summary>All keys.</summary>
    public IReadOnlyList<string> Read()
    {
        using var connection = database.Source.OpenConnection();
        using var command = new NpgsqlCommand("SELECT value FROM moodstream_values WHERE starts_with(name, $1)", connection) { Parameters = { new() { Value = Prefix } } };
        using var reader = command.ExecuteReader();
        var keys = new List<string>();
        while (reader.Read())
        {
            keys.Add(Encoding.UTF8.GetString(reader.GetFieldValue<byte[]>(0)));
        }

        return keys;
    }

    /// <summary>Adds a key, for good.</summary>
    /// <param name="name">Its name.</param>
    /// <param name="key">The key.</param>
    public void Add(string name, string key)
    {
        using var connection = database.Source.OpenConnection();
        using var command = new NpgsqlCommand("INSERT INTO moodstream_values (name, value) VALUES ($1, $2)", connection)
        {
            Parameters = { new() { Value = Prefix + name }, new() { Value = Encoding.UTF8.GetBytes(key) } },
        };
        command.ExecuteNonQuery();
    }

    /// <summary>Works while no other silo does the same.</summary>
    /// <param name="work">The work.</param>
    public void InTurn(Action work)
    {
        ArgumentNullException.ThrowIfNull(work);
        database.EnsureReady();
        using var connection = database.Source.OpenConnection();
        using var transaction = connection.BeginTransaction();
        using (var command = new NpgsqlCommand(PostgresLocks.MakingKeys, connection))
        {
            command.ExecuteNonQuery();
        }

        work();
        transaction.Commit();
    }
}
