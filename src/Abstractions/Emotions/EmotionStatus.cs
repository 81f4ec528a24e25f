using System.Text.Json.Serialization;

namespace Moodstream.Abstractions.Emotions;

/// <summary>Whether more revisions of an event can follow.</summary>
[GenerateSerializer, Alias("moodstream.EmotionStatus")]
public enum EmotionStatus
{
    /// <summary>The first event of a post some of whose parts had not arrived when the parts window closed.</summary>
    [JsonStringEnumMemberName("provisional")]
    Provisional,

    /// <summary>A later event of such a post; parts are still missing.</summary>
    [JsonStringEnumMemberName("revised")]
    Revised,

    /// <summary>The whole post was classified; no further event follows.</summary>
    [JsonStringEnumMemberName("final")]
    Final,
}
