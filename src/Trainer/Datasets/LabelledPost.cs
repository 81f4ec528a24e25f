namespace Moodstream.Trainer.Datasets;

/// <summary>A checked post: it has a label of the corpus and at least one content.</summary>
/// <param name="Source">Name of the data source that it comes from.</param>
/// <param name="Location">File and line for messages.</param>
/// <param name="Text">The words, or null.</param>
/// <param name="Picture">Path of an existing picture file, or null.</param>
/// <param name="Label">Index into <see cref="Corpus.Labels"/>.</param>
internal sealed record LabelledPost(string Source, string Location, string? Text, string? Picture, int Label)
{
    /// <summary>The source that the post names, such as its network, or null; not the data set that it stands in.</summary>
    public string? PostSource { get; init; }
}
