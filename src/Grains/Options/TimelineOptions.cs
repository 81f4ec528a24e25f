using System.ComponentModel.DataAnnotations;
using Moodstream.Abstractions.Settings;

namespace Moodstream.Grains.Options;

/// <summary>The store of timelines.</summary>
[SettingsSection("Timeline")]
public sealed class TimelineOptions : IValidatableObject
{
    /// <summary>
    /// Whether this silo holds the timeline store. The embedded store is for one silo of a cluster: the others set this
    /// to <c>false</c> and use the first one's.
    /// </summary>
    public bool Enabled { get; set; } = true;

    /// <summary>Directory of the store; made where it does not exist.</summary>
    public string Path { get; set; } = "data/timeline";

    /// <summary>
    /// Whether each write is forced to the disk before it counts. Without it a write survives the death of the process
    /// but, in the last moments before a power cut, not that of the machine.
    /// </summary>
    public bool SyncWrites { get; set; }

    /// <summary>Memory for blocks that were read, in MiB.</summary>
    [Range(1, 65_536)]
    public int CacheMegabytes { get; set; } = 64;

    /// <inheritdoc/>
    IEnumerable<ValidationResult> IValidatableObject.Validate(ValidationContext validationContext)
    {
        if (Enabled && string.IsNullOrWhiteSpace(Path))
        {
            yield return new ValidationResult("is empty; set it to a directory, or set Timeline:Enabled=false", [nameof(Path)]);
        }
    }
}
