using System.Globalization;
using System.Reflection;
using System.Security.Cryptography;
using Moodstream.Grains.Storage;
using Npgsql;

namespace Moodstream.Grains.Postgres;

/// <summary>
/// Creates the tables and brings them to this build's version, step by step, each step once in a database whichever silo comes first. A step
/// that was released is never changed; another one follows it.
/// </summary>
internal static class PostgresSchema
{
    /// <summary>The steps, by the names of their scripts; the first one leads to version 1.</summary>
    private static readonly string[] Steps = ["1-membership", "2-stores"];

    /// <summary>Creates or checks the tables.</summary>
    /// <param name="connection">An open connection.</param>
    /// <returns>The database's secret.</returns>
    /// <exception cref="TimelineStoreException">A newer build wrote the tables, or the database cannot hold every text.</exception>
    /// <exception cref="NpgsqlException">The server refuses.</exception>
    public static byte[] Ensure(NpgsqlConnection connection)
    {
        using var transaction = connection.BeginTransaction();
        Execute(connection, PostgresLocks.Schema);
        if (Read(connection, "SHOW server_encoding") is not "UTF8" and var encoding)
        {
            throw new TimelineStoreException(
                $"The database of Postgres:ConnectionString has the encoding {encoding}; make one with ENCODING 'UTF8', which every post fits into.");
        }

        Execute(connection, "CREATE TABLE IF NOT EXISTS moodstream_schema (version integer PRIMARY KEY, applied_at timestamptz NOT NULL DEFAULT now())");
        var found = (int)Read(connection, "SELECT coalesce(max(version), 0) FROM moodstream_schema")!;
        if (found > Steps.Length)
        {
            throw new TimelineStoreException(
                $"The tables in the database of Postgres:ConnectionString have version {found}, this build knows {Steps.Length}; run the newer build, or use another database.");
        }

        for (var version = found + 1; version <= Steps.Length; version++)
        {
            Execute(connection, Script(Steps[version - 1]));
            Execute(connection, string.Create(CultureInfo.InvariantCulture, $"INSERT INTO moodstream_schema (version) VALUES ({version})"));
        }

        var secret = Secret(connection);
        transaction.Commit();
        return secret;
    }

    private static byte[] Secret(NpgsqlConnection connection)
    {
        using var command = new NpgsqlCommand(
            """
            WITH made AS (INSERT INTO moodstream_values (name, value) VALUES ('secret', $1) ON CONFLICT DO NOTHING)
            SELECT coalesce((SELECT value FROM moodstream_values WHERE name = 'secret'), $1)
            """,
            connection)
        {
            Parameters = { new() { Value = RandomNumberGenerator.GetBytes(32) } },
        };
        return (byte[])command.ExecuteScalar()!;
    }

    private static object? Read(NpgsqlConnection connection, string query)
    {
        using var command = new NpgsqlCommand(query, connection);
        return command.ExecuteScalar();
    }

    private static void Execute(NpgsqlConnection connection, string script)
    {
        using var command = new NpgsqlCommand(script, connection);
        command.ExecuteNonQuery();
    }

    private static string Script(string name)
    {
        using var reader = new StreamReader(Assembly.GetExecutingAssembly().GetManifestResourceStream(name)!);
        return reader.ReadToEnd();
    }
}
