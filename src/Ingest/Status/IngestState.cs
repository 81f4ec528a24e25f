using System.Text.Json.Serialization;

namespace Moodstream.Ingest.Status;

/// <summary>What the consumer is doing.</summary>
[JsonConverter(typeof(JsonStringEnumConverter<IngestState>))]
public enum IngestState
{
    /// <summary>It has not joined the consumer group yet, or is switched off.</summary>
    [JsonStringEnumMemberName("stopped")]
    Stopped,

    /// <summary>It is a member of the consumer group, or about to become one.</summary>
    [JsonStringEnumMemberName("running")]
    Running,

    /// <summary>Calls fail and are repeated, or Kafka does not answer; posts wait, and partitions that fill up are paused.</summary>
    [JsonStringEnumMemberName("retrying")]
    Retrying,
}
