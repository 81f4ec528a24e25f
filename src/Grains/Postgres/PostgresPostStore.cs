using System.Collections.Immutable;
using Moodstream.Abstractions.Posts;
using Moodstream.Grains.Storage;
using Npgsql;
using Orleans.Serialization;

namespace Moodstream.Grains.Postgres;

/// <summary>Posts that come in parts, in PostgreSQL.</summary>
internal sealed class PostgresPostStore(PostgresDatabase database, PostgresErasures erasures, Serializer serializer) : IPostStore
{
    /// <summary>Posts that one statement of the sweep removes.</summary>
    private const int SweepBatch = 1_000;

    /// <summary>Posts that one sweep gives out to be closed.</summary>
    private const int MaxToClose = 10_000;

    /// <inheritdoc/>
    public Task<PostRecord?> ReadAsync(PostKey key) => database.UseAsync(async connection =>
    {
        await using var command = new NpgsqlCommand("SELECT record FROM moodstream_posts WHERE user_id = $1 AND post_id = $2", connection);
        AddKey(command.Parameters, key);
        return await command.ExecuteScalarAsync() is byte[] record ? serializer.Deserialize<PostRecord>(record) : null;
    });

    /// <inheritdoc/>
    public Task<bool> WriteAsync(PostKey key, PostRecord record, IReadOnlyDictionary<string, SocialPost> contents) => database.TransactAsync(async connection =>
    {
        if ((await erasures.ReadAsync(connection)).Covers(record.Events[^1]))
        {
            return false;
        }

        await using var batch = new NpgsqlBatch(connection)
        {
            BatchCommands =
            {
                Statement(
                    """
                    INSERT INTO moodstream_posts AS post (user_id, post_id, events, is_final, is_closing, expires_ticks, record)
                    VALUES ($1, $2, $3, $4, $5, $6, $7)
                    ON CONFLICT (user_id, post_id) DO UPDATE
                    SET events = excluded.events, is_final = excluded.is_final, is_closing = excluded.is_closing,
                        expires_ticks = excluded.expires_ticks, record = excluded.record
                    WHERE post.events = excluded.events - 1 OR (post.is_closing AND NOT excluded.is_closing AND post.events = excluded.events)
                    """,
                    key,
                    record.Events.Length,
                    record.IsFinal,
                    record.IsClosing,
                    record.ExpiresAt.UtcTicks,
                    serializer.SerializeToArray(record)),
            },
        };
        if (record.IsFinal)
        {
            batch.BatchCommands.Add(Statement("DELETE FROM moodstream_post_contents WHERE user_id = $1 AND post_id = $2", key));
        }
        else
        {
            batch.BatchCommands.Add(Statement(
                """
                INSERT INTO moodstream_post_contents (user_id, post_id, digest, content)
                SELECT $1, $2, * FROM unnest($3, $4)
                ON CONFLICT DO NOTHING
                """,
                key,
                contents.Keys.ToArray(),
                contents.Values.Select(serializer.SerializeToArray).ToArray()));
        }

        await batch.ExecuteNonQueryAsync();
        return batch.BatchCommands[0].RecordsAffected == 1 ? true : throw new PostChangedException();
    });

    /// <inheritdoc/>
    public Task<IReadOnlyDictionary<string, SocialPost>> ReadContentsAsync(PostKey key) => database.UseAsync(async connection =>
    {
        await using var command = new NpgsqlCommand("SELECT digest, content FROM moodstream_post_contents WHERE user_id = $1 AND post_id = $2", connection);
        AddKey(command.Parameters, key);
        await using var reader = await command.ExecuteReaderAsync();
        var contents = new Dictionary<string, SocialPost>(StringComparer.Ordinal);
        while (await reader.ReadAsync())
        {
            contents.Add(reader.GetString(0), serializer.Deserialize<SocialPost>(reader.GetFieldValue<byte[]>(1))!);
        }

        return (IReadOnlyDictionary<string, SocialPost>)contents;
    });

    /// <inheritdoc/>
    public Task EraseAsync(string userId) => database.UseAsync(async connection =>
    {
        await using var command = new NpgsqlCommand("DELETE FROM moodstream_posts WHERE user_id = $1", connection) { Parameters = { new() { Value = userId } } };
        return await command.ExecuteNonQueryAsync();
    });

    /// <inheritdoc/>
    public async Task<(int Removed, ImmutableArray<PostKey> ToClose)> SweepAsync(DateTimeOffset now)
    {
        var removed = 0;
        int swept;
        do
        {
            swept = await database.UseAsync(async connection =>
            {
                // Silos sweep side by side: each takes what no other is at.
                await using var command = new NpgsqlCommand(
                    """
                    DELETE FROM moodstream_posts WHERE (user_id, post_id) IN
                        (SELECT user_id, post_id FROM moodstream_posts WHERE expires_ticks <= $1 AND is_final AND NOT is_closing
                         ORDER BY expires_ticks LIMIT $2 FOR UPDATE SKIP LOCKED)
                    """,
                    connection)
                {
                    Parameters = { new() { Value = now.UtcTicks }, new() { Value = SweepBatch } },
                };
                return await command.ExecuteNonQueryAsync();
            });
            removed += swept;
        }
        while (swept == SweepBatch);

        return (removed, await ReadToCloseAsync(now));
    }

    private Task<ImmutableArray<PostKey>> ReadToCloseAsync(DateTimeOffset now) => database.UseAsync(async connection =>
    {
        await using var command = new NpgsqlCommand(
            """
            SELECT user_id, post_id FROM moodstream_posts WHERE expires_ticks <= $1 AND (NOT is_final OR is_closing) ORDER BY expires_ticks LIMIT $2
            """,
            connection)
        {
            Parameters = { new() { Value = now.UtcTicks }, new() { Value = MaxToClose } },
        };
        await using var reader = await command.ExecuteReaderAsync();
        var toClose = ImmutableArray.CreateBuilder<PostKey>();
        while (await reader.ReadAsync())
        {
            toClose.Add(new PostKey(reader.GetString(0), reader.GetString(1)));
        }

        return toClose.DrainToImmutable();
    });

    private static NpgsqlBatchCommand Statement(string text, PostKey key, params object[] values)
    {
        var statement = new NpgsqlBatchCommand(text);
        AddKey(statement.Parameters, key);
        foreach (var value in values)
        {
            statement.Parameters.Add(new() { Value = value });
        }

        return statement;
    }

    private static void AddKey(NpgsqlParameterCollection parameters, PostKey key)
    {
        parameters.Add(new() { Value = key.UserId });
        parameters.Add(new() { Value = key.PostId });
    }
}
