using System.ComponentModel.DataAnnotations;
using Moodstream.Abstractions.Settings;

namespace Moodstream.Silo.Configuration.Options;

/// <summary>The live feed of server-sent events.</summary>
[SettingsSection("Live")]
internal sealed class LiveOptions
{
    /// <summary>Most events kept for readers that are slow or that come back.</summary>
    [Range(1, 1_000_000)]
    public int ReplayEvents { get; set; } = 16_384;

    /// <summary>Most memory for them with their previews, in MiB; the oldest leave earlier where they are large.</summary>
    [Range(1, 65_536)]
    public int ReplayMegabytes { get; set; } = 96;

    /// <summary>How long a reader may take in nothing before it is dropped, in seconds; it may come back and resume.</summary>
    [Range(1, 3_600)]
    public int StallSeconds { get; set; } = 30;

    /// <summary>Most events a second that one reader gets; of more it gets a random sample, and is told so.</summary>
    [Range(2, 10_000)]
    public int MaxEventsPerSecond { get; set; } = 20;

    /// <summary>Whether the live view shows the beginning of posts' words; none is <c>true</c> with <c>--demo</c>, else <c>false</c>.</summary>
    /// <remarks>They are other people's, so not unless somebody says so; the demo shows its own samples.</remarks>
    public bool? ShowText { get; set; }

    /// <summary>Whether the live view shows small versions of posts' pictures; none as for <see cref="ShowText"/>.</summary>
    public bool? ShowPictures { get; set; }

    /// <summary>Seconds of silence after which a heartbeat is sent; below the idle timeout of any proxy in between.</summary>
    [Range(0.1, 3_600)]
    public double HeartbeatSeconds { get; set; } = 15;

    /// <summary>Most readers at a time; more are told to come back later.</summary>
    [Range(1, 100_000)]
    public int MaxReaders { get; set; } = 2_000;

    /// <summary>Most readers of one caller (key, token, or address) at a time.</summary>
    [Range(1, 100_000)]
    public int MaxReadersPerCaller { get; set; } = 200;
}
