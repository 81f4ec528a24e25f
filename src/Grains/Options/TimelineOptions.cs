using System.ComponentModel.DataAnnotations;
using Moodstream.Abstractions.Settings;

namespace Moodstream.Grains.Options;

/// <summary>The store of timelines.</summary>
[SettingsSection("Timeline")]
public sealed class TimelineOptions : IValidatableObject
{
    private const string Embedded = "embedded";
    private const string Postgres = "postgres";

    /// <summary>
    /// Whether this silo has the timeline store. The embedded store is for one silo of a cluster: the others set this
    /// to <c>false</c> and use the first one's.
    /// </summary>
    public bool Enabled { get; set; } = true;

    /// <summary>
    /// Where timelines, posts in parts, erasures and the name of the active model are kept. <c>embedded</c>: in <see cref="Path"/>, for one silo.
    /// <c>postgres</c>: in the database of <c>Postgres:ConnectionString</c>, which every silo of a cluster reads and writes.
    /// </summary>
    [Required]
    [OneOf(Embedded, Postgres)]
    public string Store { get; set; } = Embedded;

    /// <summary>Directory of the store; made where it does not exist.</summary>
    public string Path { get; set; } = "data/timeline";

    /// <summary>
    /// Whether each write is forced to the disk before it counts. Without it a write survives the death of the process
    /// but, in the last moments before a power cut, not that of the machine.
    /// </summary>
    public bool SyncWrites { get; set; }

    /// <summary>
    /// How long timelines keep a post after its creation, in days; 0 for ever. What is older is not shown, and removed within a day; a post that is
    /// older when it comes in becomes a dead letter. Give all silos the same, and no less than <c>Parts:RetentionHours</c>.
    /// </summary>
    [Range(0, 36_500)]
    public int RetentionDays { get; set; }

    /// <summary>Memory for blocks that were read, in MiB.</summary>
    [Range(1, 65_536)]
    public int CacheMegabytes { get; set; } = 64;

    /// <summary>How long timelines keep a post after its creation; null for ever.</summary>
    public TimeSpan? Retention => RetentionDays > 0 ? TimeSpan.FromDays(RetentionDays) : null;

    /// <summary>Whether the store is in PostgreSQL.</summary>
    public bool IsPostgres => string.Equals(Store, Postgres, StringComparison.OrdinalIgnoreCase);

    /// <inheritdoc/>
    IEnumerable<ValidationResult> IValidatableObject.Validate(ValidationContext validationContext)
    {
        if (Enabled && !IsPostgres && string.IsNullOrWhiteSpace(Path))
        {
            yield return new ValidationResult("is empty; set it to a directory, or set Timeline:Enabled=false", [nameof(Path)]);
        }
    }
}
