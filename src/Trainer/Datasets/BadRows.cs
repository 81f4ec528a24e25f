namespace Moodstream.Trainer.Datasets;

/// <summary>What to do with rows that cannot be used: an unknown label, a missing picture, no content.</summary>
internal enum BadRows
{
    /// <summary>End with an error that names the first one and counts the rest.</summary>
    Refuse,

    /// <summary>Leave them out and count them.</summary>
    Skip,
}
