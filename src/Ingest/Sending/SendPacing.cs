namespace Moodstream.Ingest.Sending;

/// <summary>Whether a sender waits for the consumer group.</summary>
public enum SendPacing
{
    /// <summary>It waits if the server is librdkafka's built-in broker, which drops what exceeds its memory.</summary>
    Auto,

    /// <summary>It always waits, which keeps the group's lag small on any server.</summary>
    Always,

    /// <summary>It never waits: a server with a disk keeps everything for its retention time.</summary>
    Never,
}
