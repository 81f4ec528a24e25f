using Moodstream.Grains.Storage;
using Npgsql;

namespace Moodstream.Grains.Postgres;

/// <summary>
/// Who was erased, for all silos. Whoever writes asks first, within the transaction of the write, and registering waits until the transactions
/// have ended that asked before: when it completes, what they wrote can be seen and deleted, and whoever writes later knows. Safe for
/// concurrent use.
/// </summary>
internal sealed class PostgresErasures : IErasures
{
    private readonly PostgresDatabase _database;
    private readonly ErasureRegister _known;
    private readonly Lock _gate = new();
    private long _number;

    /// <summary>Makes the register; it reads when it is first asked.</summary>
    /// <param name="database">A database that is ready; stays the caller's.</param>
    public PostgresErasures(PostgresDatabase database)
    {
        _database = database;
        _known = new ErasureRegister(database.Secret);
    }

    /// <inheritdoc/>
    public Task AddAsync(string userId, DateTimeOffset until) => _database.TransactAsync(async connection =>
    {
        await using var batch = new NpgsqlBatch(connection)
        {
            BatchCommands =
            {
                new(PostgresLocks.Erasing),
                new(
                    """
                    INSERT INTO moodstream_erasures AS known (user_hash, until_ticks, number)
                    VALUES ($1, $2, nextval('moodstream_erasure_numbers'))
                    ON CONFLICT (user_hash) DO UPDATE SET until_ticks = greatest(known.until_ticks, excluded.until_ticks), number = excluded.number
                    """)
                {
                    Parameters = { new() { Value = Uuid.Of(_known.Hash(userId)) }, new() { Value = until.UtcTicks } },
                },
            },
        };
        return await batch.ExecuteNonQueryAsync();
    });

    /// <inheritdoc/>
    public Task<DateTimeOffset?> UntilAsync(string userId) => _database.TransactAsync(async connection => (await ReadAsync(connection)).Until(userId));

    /// <summary>Learns what was registered, and keeps further erasures waiting until the transaction ends.</summary>
    /// <param name="connection">A connection within a transaction.</param>
    /// <returns>All that is registered, which covers or does not cover what the transaction is about to write.</returns>
    public async Task<ErasureRegister> ReadAsync(NpgsqlConnection connection)
    {
        await using var batch = new NpgsqlBatch(connection)
        {
            BatchCommands =
            {
                new(PostgresLocks.Writing),
                new("SELECT user_hash, until_ticks, number FROM moodstream_erasures WHERE number > $1")
                {
                    Parameters = { new() { Value = Interlocked.Read(ref _number) } },
                },
            },
        };
        await using var reader = await batch.ExecuteReaderAsync();
        await reader.NextResultAsync();
        var latest = 0L;
        while (await reader.ReadAsync())
        {
            _known.Learn(Uuid.Number(reader.GetGuid(0)), reader.GetInt64(1));
            latest = Math.Max(latest, reader.GetInt64(2));
        }

        lock (_gate)
        {
            _number = Math.Max(_number, latest);
        }

        return _known;
    }
}
