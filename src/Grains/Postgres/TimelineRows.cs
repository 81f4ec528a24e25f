using Moodstream.Grains.Interfaces.Timelines;
using Npgsql;
using NpgsqlTypes;

namespace Moodstream.Grains.Postgres;

/// <summary>Entries as the columns of a statement's arrays, one post once, in an order that all silos share, so that they never wait for each other in a circle.</summary>
internal sealed class TimelineRows
{
    private readonly IReadOnlyList<TimelineEntry> _entries;

    /// <summary>Puts entries in order.</summary>
    /// <param name="entries">The entries, no two of one post.</param>
    public TimelineRows(IEnumerable<TimelineEntry> entries) => _entries =
        [.. entries.OrderBy(entry => entry.Post.UserId, StringComparer.Ordinal).ThenBy(entry => entry.Post.PostId, StringComparer.Ordinal)];

    /// <summary>Parameters of places: user, post, revision, creation time, content.</summary>
    public NpgsqlParameter[] Places() =>
    [
        Column(entry => entry.Post.UserId),
        Column(entry => entry.Post.PostId),
        Column(entry => entry.Revision),
        Column(entry => entry.CreatedAt.UtcTicks),
        Column(entry => Uuid.Of(entry.Content)),
    ];

    /// <summary>Parameters of a timeline's rows: user, creation time, post, emotion, event.</summary>
    public NpgsqlParameter[] Events() =>
    [
        Column(entry => entry.Post.UserId),
        Column(entry => entry.CreatedAt.UtcTicks),
        Column(entry => entry.Post.PostId),
        Column(entry => entry.Emotion),
        new NpgsqlParameter<byte[][]> { TypedValue = [.. _entries.Select(entry => entry.Json)], NpgsqlDbType = NpgsqlDbType.Array | NpgsqlDbType.Text },
    ];

    private NpgsqlParameter<T[]> Column<T>(Func<TimelineEntry, T> value) => new() { TypedValue = [.. _entries.Select(value)] };
}
