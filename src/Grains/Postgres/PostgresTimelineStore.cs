using System.Collections.Immutable;
using System.Text;
using System.Text.Json;
using Moodstream.Abstractions.Emotions;
using Moodstream.Abstractions.Posts;
using Moodstream.Grains.Interfaces.Timelines;
using Moodstream.Grains.Storage;
using Npgsql;

namespace Moodstream.Grains.Postgres;

/// <summary>Timelines in PostgreSQL. Each silo has one writer (<see cref="AppendQueue"/>); those of all silos meet at the places of posts.</summary>
internal sealed class PostgresTimelineStore : ITimelineStore, IAsyncDisposable
{
    private const string Columns = "created_ticks, post_id, event";

    /// <summary>From the cursor, or at the latest time wanted, whichever is further down.</summary>
    private const string Range = "user_id = $1 AND created_ticks >= $2 AND created_ticks < $3 AND (created_ticks, post_id) < ($4, $5)";

    private const string NewestFirst = "ORDER BY created_ticks DESC, post_id DESC";

    private const string Page = $"SELECT {Columns}, 0::bigint FROM moodstream_timeline WHERE {Range} {NewestFirst} LIMIT $6";

    /// <summary>The last column of the entry that the query may not go beyond is what it may pass over.</summary>
    private const string PageOfEmotion =
        $"""
        SELECT created_ticks, post_id, CASE WHEN emotion = $7 THEN event END, number
        FROM (SELECT *, row_number() OVER ({NewestFirst}) AS number FROM moodstream_timeline WHERE {Range}) AS scanned
        WHERE number <= $8 AND (emotion = $7 OR number = $8) {NewestFirst} LIMIT $6
        """;

    private const string Counts =
        """
        SELECT width_bucket(created_ticks, $2), emotion, count(*)
        FROM (SELECT created_ticks, emotion FROM moodstream_timeline WHERE user_id = $1 AND created_ticks >= $3 AND created_ticks < $4 LIMIT $5) AS spanned
        GROUP BY 1, 2
        """;

    private readonly PostgresDatabase _database;
    private readonly PostgresErasures _erasures;
    private readonly TimelineRetention _retention;
    private readonly TimelineMonths _months;
    private readonly TimelineCursor _cursors;
    private readonly AppendQueue _queue;

    /// <summary>Makes the store and starts its writer.</summary>
    /// <param name="database">A database that is ready; stays the caller's.</param>
    /// <param name="erasures">Who was erased.</param>
    /// <param name="retention">How long posts are kept.</param>
    /// <param name="time">Clock.</param>
    public PostgresTimelineStore(PostgresDatabase database, PostgresErasures erasures, TimelineRetention retention, TimeProvider time)
    {
        _database = database;
        _erasures = erasures;
        _retention = retention;
        _months = new TimelineMonths(database, time);
        _cursors = new TimelineCursor(database.Secret);
        _queue = new AppendQueue(WriteAsync);
    }

    /// <inheritdoc/>
    public Task<ImmutableArray<UnstoredEntry>> AppendAsync(ImmutableArray<TimelineEntry> entries) => _queue.AppendAsync(entries);

    /// <inheritdoc/>
    public async Task<TimelinePage> QueryAsync(string userId, TimelineQuery query)
    {
        StoreLimits.Check(query);
        var user = TimelineKeys.User(userId);
        var (ticks, post) = query.Cursor is { } cursor ? Position(user, _cursors.Read(user, cursor)) : (long.MaxValue, string.Empty);
        return await _database.UseAsync(async connection =>
        {
            await using var command = new NpgsqlCommand(query.Emotion is null ? Page : PageOfEmotion, connection)
            {
                Parameters =
                {
                    new() { Value = userId },
                    new() { Value = Math.Max(_retention.EarliestTicks, query.From?.UtcTicks ?? 0) },
                    new() { Value = query.To?.UtcTicks ?? long.MaxValue },
                    new() { Value = ticks },
                    new() { Value = post },
                    new() { Value = query.Limit + 1L },
                },
            };
            if (query.Emotion is { } emotion)
            {
                command.Parameters.Add(new() { Value = emotion });
                command.Parameters.Add(new() { Value = (long)StoreLimits.MaxScanned });
            }

            await using var reader = await command.ExecuteReaderAsync();
            return await ReadAsync(reader, user, query.Limit);
        });
    }

    /// <inheritdoc/>
    public Task<ImmutableArray<ImmutableSortedDictionary<string, long>>> CountAsync(string userId, ImmutableArray<DateTimeOffset> boundaries)
    {
        StoreLimits.Check(boundaries);
        long[] ticks = [.. boundaries.Select(boundary => boundary.UtcTicks)];
        return _database.UseAsync(async connection =>
        {
            await using var command = new NpgsqlCommand(Counts, connection)
            {
                Parameters =
                {
                    new() { Value = userId },
                    new() { Value = ticks },
                    new() { Value = Math.Max(_retention.EarliestTicks, ticks[0]) },
                    new() { Value = ticks[^1] },
                    new() { Value = TimelineTooLongException.MaxPosts + 1L },
                },
            };
            var counts = Enumerable.Range(0, ticks.Length - 1)
                .Select(_ => ImmutableSortedDictionary.CreateBuilder<string, long>(StringComparer.Ordinal)).ToArray();
            var posts = 0L;
            await using var reader = await command.ExecuteReaderAsync();
            while (await reader.ReadAsync())
            {
                counts[reader.GetInt32(0) - 1].Add(reader.GetString(1), reader.GetInt64(2));
                posts += reader.GetInt64(2);
            }

            return posts > TimelineTooLongException.MaxPosts
                ? throw new TimelineTooLongException()
                : counts.Select(count => count.ToImmutable()).ToImmutableArray();
        });
    }

    /// <inheritdoc/>
    public Task<int> RevisionAsync(PostKey post) => _database.UseAsync(async connection =>
    {
        await using var command = new NpgsqlCommand("SELECT revision FROM moodstream_places WHERE user_id = $1 AND post_id = $2", connection)
        {
            Parameters = { new() { Value = post.UserId }, new() { Value = post.PostId } },
        };
        return await command.ExecuteScalarAsync() is int revision ? revision : 0;
    });

    /// <inheritdoc/>
    public Task<long> SweepAsync(CancellationToken cancellationToken) => _retention.EarliestTicks is > 0 and var earliest
        ? new TimelineSweep(_database, earliest).RunAsync(cancellationToken)
        : Task.FromResult(0L);

    /// <inheritdoc/>
    public Task EraseAsync(string userId) => _database.TransactAsync(async connection =>
    {
        await using var batch = new NpgsqlBatch(connection)
        {
            BatchCommands =
            {
                new("DELETE FROM moodstream_places WHERE user_id = $1") { Parameters = { new() { Value = userId } } },
                new("DELETE FROM moodstream_timeline WHERE user_id = $1") { Parameters = { new() { Value = userId } } },
            },
        };
        return await batch.ExecuteNonQueryAsync();
    });

    /// <summary>Writes what is waiting and stops.</summary>
    public ValueTask DisposeAsync() => _queue.DisposeAsync();

    /// <summary>The creation time and the post of the entry that a cursor stands at.</summary>
    private static (long Ticks, string Post) Position(byte[] user, byte[] entry) =>
        (TimelineKeys.CreatedTicks(user, entry), Encoding.UTF8.GetString(entry.AsSpan(user.Length + TimelineKeys.TimeBytes)));

    private async Task<TimelinePage> ReadAsync(NpgsqlDataReader reader, byte[] user, int limit)
    {
        var items = ImmutableArray.CreateBuilder<EmotionEvent>();
        byte[]? last = null;
        while (await reader.ReadAsync())
        {
            var matches = !reader.IsDBNull(2);
            if (matches && items.Count == limit)
            {
                return new TimelinePage(items.DrainToImmutable(), _cursors.Write(user, last));
            }

            last = TimelineKeys.Entry(user, reader.GetInt64(0), Encoding.UTF8.GetBytes(reader.GetString(1)));
            if (matches)
            {
                items.Add(JsonSerializer.Deserialize(reader.GetFieldValue<byte[]>(2), EmotionJson.Default.EmotionEvent)!);
            }

            if (reader.GetInt64(3) == StoreLimits.MaxScanned)
            {
                return new TimelinePage(items.DrainToImmutable(), _cursors.Write(user, last));
            }
        }

        return new TimelinePage(items.DrainToImmutable(), null);
    }

    private async Task WriteAsync(IReadOnlyList<Appended> together)
    {
        await _months.EnsureAsync(together.SelectMany(call => call.Entries).Where(entry => !_retention.IsPast(entry.CreatedAt)).Select(entry => entry.CreatedAt.UtcTicks));
        await _database.TransactAsync(async connection =>
        {
            await new TimelineAppend(connection, await _erasures.ReadAsync(connection), _retention).RunAsync(together);
            return true;
        });
    }
}
