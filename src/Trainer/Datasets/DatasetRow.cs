namespace Moodstream.Trainer.Datasets;

/// <summary>One row as a reader found it; nothing is checked yet.</summary>
/// <param name="Location">File and line (or row) for messages, such as <c>posts.csv:12</c>.</param>
/// <param name="Text">The words, or null.</param>
/// <param name="Picture">Path of the picture file, or null.</param>
/// <param name="Labels">The labels as the file spells them; none or several where the file has none or several (several annotators' votes, for instance).</param>
/// <param name="Split">The split that the file asks for, as it spells it, or null.</param>
internal sealed record DatasetRow(string Location, string? Text, string? Picture, IReadOnlyList<string> Labels, string? Split)
{
    /// <summary>Fields beyond those that have a name: nobody can tell which of them hold what.</summary>
    public int Surplus { get; init; }

    /// <summary>Id of the post, or null where ids do not matter; rows that share one are votes on the same post.</summary>
    public string? Id { get; init; }

    /// <summary>How many upvotes the post got, as the file spells it, or null where they do not matter.</summary>
    public string? Upvotes { get; init; }

    /// <summary>The source that the post names, such as its network, or null; not the data set that it stands in.</summary>
    public string? PostSource { get; init; }
}
