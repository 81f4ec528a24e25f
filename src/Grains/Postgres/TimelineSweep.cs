using Npgsql;
using NpgsqlTypes;

namespace Moodstream.Grains.Postgres;

/// <summary>
/// Removes what is past its retention from the timelines in PostgreSQL: months that are over as a whole are dropped, of the rest some pages of the
/// table at a time are looked through. One silo sweeps: who finds another one at it leaves it to that one.
/// </summary>
/// <param name="database">A database that is ready.</param>
/// <param name="earliestTicks">The earliest creation time that is kept, in UTC ticks.</param>
internal sealed class TimelineSweep(PostgresDatabase database, long earliestTicks)
{
    private const string Places = "moodstream_places";

    /// <summary>Pages of a table that one statement looks through, 8 KiB each.</summary>
    private const int StepPages = 2_000;

    /// <summary>Sweeps once.</summary>
    /// <param name="cancellationToken">Ends it before its end.</param>
    /// <returns>How many posts were removed.</returns>
    public async Task<long> RunAsync(CancellationToken cancellationToken)
    {
        foreach (var (table, end) in await TablesAsync())
        {
            if (end <= earliestTicks)
            {
                if (!await DropAsync(table))
                {
                    return 0;
                }
            }
            else if (await DeleteAsync(table, cancellationToken) is null)
            {
                return 0;
            }
        }

        // Whatever is removed of timelines has a place, so that these tell how many posts there were.
        return await DeleteAsync(Places, cancellationToken) ?? 0;
    }

    /// <summary>The tables of timelines that may hold something to remove, and the end of their months in UTC ticks; another silo may drop them meanwhile.</summary>
    private Task<List<(string Table, long End)>> TablesAsync() => database.UseAsync(async connection =>
    {
        await using var command = new NpgsqlCommand("SELECT relname::text FROM pg_inherits JOIN pg_class ON oid = inhrelid WHERE inhparent = 'moodstream_timeline'::regclass", connection);
        await using var reader = await command.ExecuteReaderAsync();
        var tables = new List<(string, long)>();
        while (await reader.ReadAsync())
        {
            var table = reader.GetString(0);
            var (begin, end) = TimelineMonths.Span(table) ?? (0, long.MaxValue);
            if (begin < earliestTicks)
            {
                tables.Add((table, end));
            }
        }

        return tables;
    });

    /// <summary>Drops a table. It waits for whoever uses it, and everybody else waits behind it: rather than for long, it tries again the next time.</summary>
    /// <returns>False where another silo sweeps.</returns>
    private Task<bool> DropAsync(string table) => AloneAsync(async connection =>
    {
        await using var drop = new NpgsqlCommand($"SET LOCAL lock_timeout = '3s'; DROP TABLE IF EXISTS {table}", connection);
        await drop.ExecuteNonQueryAsync();
        return true;
    });

    /// <summary>Deletes the rows of a table that are past their retention.</summary>
    /// <returns>How many there were; null where another silo sweeps.</returns>
    private async Task<long?> DeleteAsync(string table, CancellationToken cancellationToken)
    {
        var pages = await database.UseAsync(async connection =>
        {
            await using var command = new NpgsqlCommand($"SELECT coalesce(pg_relation_size(to_regclass('{table}')), 0) / current_setting('block_size')::integer", connection);
            return (long)(await command.ExecuteScalarAsync())!;
        });
        var deleted = 0L;
        for (var page = 0L; page < pages && !cancellationToken.IsCancellationRequested; page += StepPages)
        {
            var (from, to) = (page, page + StepPages);
            if (await AloneAsync(async connection => (int?)await DeleteAsync(connection, table, from, to)) is not { } some)
            {
                return null;
            }

            deleted += some;
        }

        return deleted;
    }

    private async Task<int> DeleteAsync(NpgsqlConnection connection, string table, long from, long to)
    {
        // Rows that somebody writes are left to the next sweep: who waits for several of them, each in an order of its own, could wait in a circle.
        await using var command = new NpgsqlCommand(
            $"""
            DELETE FROM {table} WHERE ctid = ANY(ARRAY(
                SELECT ctid FROM {table} WHERE ctid >= $1 AND ctid < $2 AND created_ticks < $3 FOR UPDATE SKIP LOCKED))
            """,
            connection)
        {
            Parameters =
            {
                new() { Value = new NpgsqlTid((uint)from, 0), NpgsqlDbType = NpgsqlDbType.Tid },
                new() { Value = new NpgsqlTid((uint)to, 0), NpgsqlDbType = NpgsqlDbType.Tid },
                new() { Value = earliestTicks },
            },
        };
        return await command.ExecuteNonQueryAsync();
    }

    /// <summary>Does a step within a transaction, unless another silo is at one.</summary>
    private Task<T?> AloneAsync<T>(Func<NpgsqlConnection, Task<T?>> step) => database.TransactAsync(async connection =>
    {
        await using var attempt = new NpgsqlCommand(PostgresLocks.Sweeping, connection);
        return await attempt.ExecuteScalarAsync() is true ? await step(connection) : default;
    });
}
