namespace Moodstream.Trainer.Datasets;

/// <summary>Labels that several annotators gave.</summary>
internal static class PostVotes
{
    /// <summary>
    /// Joins the rows of each post to one, in the order of its first row, whose content it keeps; the labels of all its rows become its own.
    /// Rows without an id stand for themselves.
    /// </summary>
    public static IEnumerable<DatasetRow> Join(IEnumerable<DatasetRow> rows) => rows
        .Index()
        .GroupBy(row => row.Item.Id is { Length: > 0 } id ? (id, -1) : ("", row.Index), row => row.Item)
        .Select(post => post.First() with { Labels = [.. post.SelectMany(row => row.Labels)] });

    /// <summary>Finds the label that more than half of the votes are for.</summary>
    /// <returns>The label, or null where there is none.</returns>
    public static string? Majority(IReadOnlyList<string> votes) =>
        votes.GroupBy(vote => vote).FirstOrDefault(same => 2 * same.Count() > votes.Count)?.Key;
}
