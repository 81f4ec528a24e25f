namespace Moodstream.Grains.Storage;

/// <summary>Settings of the section <c>Timeline</c>.</summary>
public sealed class TimelineOptions
{
    /// <summary>Name of the section.</summary>
    public const string Section = "Timeline";

    /// <summary>
    /// Whether this silo holds the timeline store. The embedded store is for one silo of a cluster: the others set this
    /// to false and use the first one's.
    /// </summary>
    public bool Enabled { get; set; } = true;

    /// <summary>Directory of the store; made where it does not exist.</summary>
    public string Path { get; set; } = "data/timeline";

    /// <summary>
    /// Whether each write is forced to the disk before it counts. Without it a write survives the death of the process
    /// but, in the last moments before a power cut, not that of the machine.
    /// </summary>
    public bool SyncWrites { get; set; }

    /// <summary>Memory for blocks that were read, 1–65536 MiB.</summary>
    public int CacheMegabytes { get; set; } = 64;
}
