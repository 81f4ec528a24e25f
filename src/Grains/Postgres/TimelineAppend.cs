using Moodstream.Abstractions.Posts;
using Moodstream.Grains.Interfaces.Timelines;
using Moodstream.Grains.Storage;
using Npgsql;

namespace Moodstream.Grains.Postgres;

/// <summary>
/// One write of entries, within a transaction. Posts never seen before, nearly all, take their places in one statement, whoever comes first
/// where several silos bring them; the others' places are then locked, judged, and changed. Statements per write, not per entry.
/// </summary>
internal sealed class TimelineAppend(NpgsqlConnection connection, ErasureRegister erasures, TimelineRetention retention)
{
    private readonly Dictionary<Appended, List<UnstoredEntry>> _unstored = [];

    /// <summary>Writes, and tells each call what was not stored as it came.</summary>
    /// <param name="together">The calls, in their order.</param>
    public async Task RunAsync(IReadOnlyList<Appended> together)
    {
        List<Coming> coming = [.. together.SelectMany(call => call.Entries.Select((entry, index) => new Coming(call, index, entry))).Where(IsWelcome)];
        if (coming.Count > 0)
        {
            var first = coming.DistinctBy(each => each.Entry.Post).ToDictionary(each => each.Entry.Post);
            var taken = await PlaceAsync(new TimelineRows(first.Values.Select(each => each.Entry)));
            var known = coming.Where(each => !taken.Contains(each.Entry.Post) || first[each.Entry.Post] != each).ToList();
            if (taken.Count > 0)
            {
                await ExecuteAsync(Events(new TimelineRows(taken.Select(post => first[post].Entry))));
            }

            if (known.Count > 0)
            {
                await JudgeAsync(known);
            }
        }

        foreach (var call in together)
        {
            call.Unstored = _unstored.TryGetValue(call, out var unstored) ? [.. unstored.OrderBy(entry => entry.Index)] : [];
        }
    }

    private bool IsWelcome(Coming coming)
    {
        var entry = coming.Entry;
        if (erasures.Covers(entry.Post.UserId, entry.CreatedAt, entry.ReceivedAt))
        {
            Refuse(coming, UnstoredReason.Erased);
            return false;
        }

        if (retention.IsPast(entry.CreatedAt))
        {
            Refuse(coming, UnstoredReason.Expired);
            return false;
        }

        return true;
    }

    /// <summary>Takes the places of posts never seen before.</summary>
    /// <returns>These posts.</returns>
    private async Task<HashSet<PostKey>> PlaceAsync(TimelineRows rows)
    {
        await using var command = Command(
            """
            INSERT INTO moodstream_places (user_id, post_id, revision, created_ticks, content)
            SELECT * FROM unnest($1, $2, $3, $4, $5)
            ON CONFLICT DO NOTHING
            RETURNING user_id, post_id
            """,
            rows.Places());
        await using var reader = await command.ExecuteReaderAsync();
        var taken = new HashSet<PostKey>();
        while (await reader.ReadAsync())
        {
            taken.Add(new PostKey(reader.GetString(0), reader.GetString(1)));
        }

        return taken;
    }

    /// <summary>Goes through the entries whose posts are there already, one after the other as they came.</summary>
    private async Task JudgeAsync(List<Coming> coming)
    {
        var before = await LockAsync([.. coming.Select(each => each.Entry.Post)]);
        var now = new Dictionary<PostKey, TimelineEntry>();
        foreach (var each in coming)
        {
            var entry = each.Entry;
            var (place, said) = now.TryGetValue(entry.Post, out var earlier)
                ? (TimelinePlace.Of(earlier), earlier.Json)
                : before.GetValueOrDefault(entry.Post);
            switch (place.Judge(TimelinePlace.Of(entry)))
            {
                case PlaceVerdict.Conflict:
                    Refuse(each, UnstoredReason.Conflict);
                    break;
                case PlaceVerdict.Repeat when said is not null:
                    Refuse(each, UnstoredReason.Repeated, said);
                    break;
                case PlaceVerdict.Store or PlaceVerdict.Repeat:
                    now[entry.Post] = entry;
                    break;
            }
        }

        if (now.Count > 0)
        {
            await ReplaceAsync(new TimelineRows(now.Values));
        }
    }

    /// <summary>Locks places, so that no other silo changes them before this write ends, and reads them with their events.</summary>
    private async Task<Dictionary<PostKey, (TimelinePlace Place, byte[]? Said)>> LockAsync(HashSet<PostKey> posts)
    {
        NpgsqlParameter[] Posts() =>
        [
            new NpgsqlParameter<string[]> { TypedValue = [.. posts.Select(post => post.UserId)] },
            new NpgsqlParameter<string[]> { TypedValue = [.. posts.Select(post => post.PostId)] },
        ];

        // The second statement sees what was committed while the first one waited.
        await using var batch = new NpgsqlBatch(connection)
        {
            BatchCommands =
            {
                Statement(
                    """
                    SELECT FROM moodstream_places JOIN unnest($1, $2) AS wanted (user_id, post_id) USING (user_id, post_id)
                    ORDER BY user_id, post_id FOR UPDATE OF moodstream_places
                    """,
                    Posts()),
                Statement(
                    """
                    SELECT user_id, post_id, revision, created_ticks, content, event
                    FROM moodstream_places JOIN unnest($1, $2) AS wanted (user_id, post_id) USING (user_id, post_id)
                    LEFT JOIN moodstream_timeline USING (user_id, post_id, created_ticks)
                    """,
                    Posts()),
            },
        };
        await using var reader = await batch.ExecuteReaderAsync();
        await reader.NextResultAsync();
        var places = new Dictionary<PostKey, (TimelinePlace, byte[]?)>();
        while (await reader.ReadAsync())
        {
            places[new PostKey(reader.GetString(0), reader.GetString(1))] = (
                new TimelinePlace(reader.GetInt32(2), reader.GetInt64(3), TimelinePlace.Known(Uuid.Number(reader.GetGuid(4)))),
                reader.IsDBNull(5) ? null : reader.GetFieldValue<byte[]>(5));
        }

        return places;
    }

    /// <summary>Puts entries where older revisions of their posts may be.</summary>
    private async Task ReplaceAsync(TimelineRows rows)
    {
        var places = rows.Places();
        await ExecuteAsync(
            Statement(
                """
                DELETE FROM moodstream_timeline USING
                    (SELECT place.user_id, place.created_ticks, place.post_id FROM moodstream_places AS place
                     JOIN unnest($1, $2) AS given (user_id, post_id) USING (user_id, post_id)) AS old
                WHERE moodstream_timeline.user_id = old.user_id
                    AND moodstream_timeline.created_ticks = old.created_ticks AND moodstream_timeline.post_id = old.post_id
                """,
                places[0].Clone(),
                places[1].Clone()),
            Statement(
                """
                INSERT INTO moodstream_places (user_id, post_id, revision, created_ticks, content)
                SELECT * FROM unnest($1, $2, $3, $4, $5)
                ON CONFLICT (user_id, post_id) DO UPDATE
                SET revision = excluded.revision, created_ticks = excluded.created_ticks, content = excluded.content
                """,
                places),
            Events(rows));
    }

    private static NpgsqlBatchCommand Events(TimelineRows rows) => Statement(
        """
        INSERT INTO moodstream_timeline (user_id, created_ticks, post_id, emotion, event)
        SELECT * FROM unnest($1, $2, $3, $4, $5)
        ON CONFLICT (user_id, created_ticks, post_id) DO UPDATE SET emotion = excluded.emotion, event = excluded.event
        """,
        rows.Events());

    private static NpgsqlBatchCommand Statement(string text, params NpgsqlParameter[] parameters)
    {
        var statement = new NpgsqlBatchCommand(text);
        statement.Parameters.AddRange(parameters);
        return statement;
    }

    private NpgsqlCommand Command(string text, NpgsqlParameter[] parameters)
    {
        var command = new NpgsqlCommand(text, connection);
        command.Parameters.AddRange(parameters);
        return command;
    }

    private async Task ExecuteAsync(params NpgsqlBatchCommand[] statements)
    {
        await using var batch = new NpgsqlBatch(connection);
        foreach (var statement in statements)
        {
            batch.BatchCommands.Add(statement);
        }

        await batch.ExecuteNonQueryAsync();
    }

    private void Refuse(Coming coming, UnstoredReason reason, byte[]? said = null)
    {
        if (!_unstored.TryGetValue(coming.Call, out var unstored))
        {
            _unstored.Add(coming.Call, unstored = []);
        }

        unstored.Add(new UnstoredEntry(coming.Index, reason, said));
    }

    /// <summary>An entry, and where its call will be told of it.</summary>
    private sealed class Coming(Appended call, int index, TimelineEntry entry)
    {
        public Appended Call => call;

        public int Index => index;

        public TimelineEntry Entry => entry;
    }
}
