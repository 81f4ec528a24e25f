using System.ComponentModel.DataAnnotations;
using Moodstream.Abstractions.Settings;

namespace Moodstream.Grains.Options;

/// <summary>Limits on grains.</summary>
[SettingsSection("Grains")]
public sealed class GrainsOptions
{
    /// <summary>
    /// Most requests that may wait for one grain; callers beyond get an error at once and try again later, so that an
    /// overload shows where it starts and not as memory that runs out.
    /// </summary>
    [Range(1, 1_000_000)]
    public int MaxQueuedRequests { get; set; } = 5_000;
}
