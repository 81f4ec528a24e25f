using System.ComponentModel.DataAnnotations;

namespace Moodstream.Silo;

/// <summary>Settings of the section <c>Live</c>: the server-sent events.</summary>
internal sealed class LiveOptions
{
    /// <summary>Name of the section.</summary>
    public const string Section = "Live";

    /// <summary>Events kept for readers that are slow or that come back, 1–1,000,000.</summary>
    [Range(1, 1_000_000, ErrorMessage = "Live:ReplayEvents must be 1 to 1000000.")]
    public int ReplayEvents { get; set; } = 4096;

    /// <summary>Seconds of silence after which a heartbeat is sent, 0.1–3600; below the idle timeout of any proxy in between.</summary>
    [Range(0.1, 3600, ErrorMessage = "Live:HeartbeatSeconds must be 0.1 to 3600.")]
    public double HeartbeatSeconds { get; set; } = 15;

    /// <summary>Most readers at a time, 1–100,000; more are told to come back later.</summary>
    [Range(1, 100_000, ErrorMessage = "Live:MaxReaders must be 1 to 100000.")]
    public int MaxReaders { get; set; } = 1000;
}
