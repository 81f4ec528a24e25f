using System.ComponentModel.DataAnnotations;

namespace Moodstream.Silo.Live;

/// <summary>Settings of the section <c>Live</c>: the server-sent events.</summary>
internal sealed class LiveOptions
{
    /// <summary>Name of the section.</summary>
    public const string Section = "Live";

    /// <summary>Events kept for readers that are slow or that come back, 1–1,000,000.</summary>
    [Range(1, 1_000_000, ErrorMessage = "Live:ReplayEvents must be 1 to 1000000.")]
    public int ReplayEvents { get; set; } = 16_384;

    /// <summary>Most events a second that one reader gets, 2–10,000; of more it gets a random sample, and is told so.</summary>
    [Range(2, 10_000, ErrorMessage = "Live:MaxEventsPerSecond must be 2 to 10000.")]
    public int MaxEventsPerSecond { get; set; } = 20;

    /// <summary>
    /// Whether the live view shows the beginning of posts' words. They are other people's, so not unless somebody says so;
    /// the demo shows its own samples.
    /// </summary>
    public bool? ShowText { get; set; }

    /// <summary>Whether the live view shows small versions of posts' pictures; see <see cref="ShowText"/>.</summary>
    public bool? ShowPictures { get; set; }

    /// <summary>Seconds of silence after which a heartbeat is sent, 0.1–3600; below the idle timeout of any proxy in between.</summary>
    [Range(0.1, 3600, ErrorMessage = "Live:HeartbeatSeconds must be 0.1 to 3600.")]
    public double HeartbeatSeconds { get; set; } = 15;

    /// <summary>Most readers at a time, 1–100,000; more are told to come back later.</summary>
    [Range(1, 100_000, ErrorMessage = "Live:MaxReaders must be 1 to 100000.")]
    public int MaxReaders { get; set; } = 2_000;
}
