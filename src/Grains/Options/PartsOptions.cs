using System.ComponentModel.DataAnnotations;
using Moodstream.Abstractions.Settings;

namespace Moodstream.Grains.Options;

/// <summary>How the parts of a post meet.</summary>
[SettingsSection("Parts")]
public sealed class PartsOptions
{
    /// <summary>
    /// The parts window: how long the first part of a post waits for the others before a provisional event is published,
    /// in milliseconds.
    /// </summary>
    /// <remarks>A caller waits out the window, so it has to stay well below the 30 s after which a grain call times out.</remarks>
    [Range(0, 20_000)]
    public int WindowMs { get; set; } = 2_000;

    /// <summary>
    /// How long a post that came in parts is remembered after its latest event, in hours. A part that is delivered again
    /// within that time repeats its event; keep it at least as long as the posts topic keeps its records. A post some of
    /// whose parts have not come by then is closed: what is there is published as final.
    /// </summary>
    [Range(1, 8_760)]
    public int RetentionHours { get; set; } = 168;
}
