using System.Collections.Concurrent;
using System.Globalization;
using Npgsql;

namespace Moodstream.Grains.Postgres;

/// <summary>
/// Makes the partitions of the timelines, a month each, before something is written into them. Only months have one that posts really come
/// from: the last five years and the next month. A post that claims to be of another time lies in the default partition, so that a joke such as
/// the year 9999 makes no table.
/// </summary>
internal sealed class TimelineMonths(PostgresDatabase database, TimeProvider time)
{
    private const string Prefix = "moodstream_timeline_";
    private const string Form = "yyyyMM";
    private const int MonthsBack = 60;
    private const int MonthsAhead = 1;

    private readonly ConcurrentDictionary<int, bool> _made = new();

    /// <summary>Makes the partitions of some times where they are missing.</summary>
    /// <param name="createdTicks">The times, in UTC ticks.</param>
    public async Task EnsureAsync(IEnumerable<long> createdTicks)
    {
        var now = Number(time.GetUtcNow().UtcTicks);
        foreach (var month in createdTicks.Select(Number).Distinct().Where(month => !_made.ContainsKey(month)))
        {
            if (month >= now - MonthsBack && month <= now + MonthsAhead)
            {
                await database.TransactAsync(connection => MakeAsync(connection, month));
                _made[month] = true;
            }
        }
    }

    /// <summary>The month that a partition is for.</summary>
    /// <param name="table">Its name.</param>
    /// <returns>Beginning and end in UTC ticks; null where it is for no month.</returns>
    public static (long Begin, long End)? Span(string table) =>
        table.StartsWith(Prefix, StringComparison.Ordinal)
        && DateTime.TryParseExact(table.AsSpan(Prefix.Length), Form, CultureInfo.InvariantCulture, DateTimeStyles.None, out var begin)
            ? (begin.Ticks, begin.AddMonths(1).Ticks)
            : null;

    /// <summary>Months since the year 1.</summary>
    private static int Number(long ticks) => new DateTime(ticks, DateTimeKind.Utc) is var at ? ((at.Year - 1) * 12) + at.Month - 1 : 0;

    private static DateTime Begin(int month) => new((month / 12) + 1, (month % 12) + 1, 1, 0, 0, 0, DateTimeKind.Utc);

    private static async Task<bool> MakeAsync(NpgsqlConnection connection, int month)
    {
        var name = Prefix + Begin(month).ToString(Form, CultureInfo.InvariantCulture);
        await using var look = new NpgsqlBatch(connection)
        {
            BatchCommands = { new(PostgresLocks.Schema), new($"SELECT to_regclass('{name}') IS NOT NULL") },
        };
        await using (var reader = await look.ExecuteReaderAsync())
        {
            await reader.NextResultAsync();
            await reader.ReadAsync();
            if (reader.GetBoolean(0))
            {
                return false;
            }
        }

        // What came before its month had a partition moves into it; the lock keeps more from coming until it is there.
        var (from, to) = (Begin(month).Ticks, Begin(month + 1).Ticks);
        await using var make = new NpgsqlCommand(
            string.Create(
                CultureInfo.InvariantCulture,
                $"""
                LOCK TABLE moodstream_timeline_other IN ACCESS EXCLUSIVE MODE;
                CREATE TABLE {name} (LIKE moodstream_timeline INCLUDING ALL);
                WITH moved AS (DELETE FROM moodstream_timeline_other WHERE created_ticks >= {from} AND created_ticks < {to} RETURNING *)
                INSERT INTO {name} SELECT * FROM moved;
                ALTER TABLE moodstream_timeline ATTACH PARTITION {name} FOR VALUES FROM ({from}) TO ({to});
                """),
            connection);
        await make.ExecuteNonQueryAsync();
        return true;
    }
}
