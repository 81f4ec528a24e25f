using System.Collections.Immutable;
using System.Text.Json.Serialization;
using Moodstream.Abstractions.Models;
using Moodstream.Abstractions.Posts;

namespace Moodstream.Abstractions.Emotions;

/// <summary>
/// The emotion that a post expresses, as it is published on <c>emotion-events</c>, kept in timelines and shown live.
/// Its JSON form (<see cref="EmotionJson"/>) is a public contract.
/// </summary>
[GenerateSerializer, Immutable, Alias("moodstream.EmotionEvent")]
public sealed record EmotionEvent
{
    /// <summary>The post among its author's.</summary>
    [Id(0)]
    public required string PostId { get; init; }

    /// <summary>Its author.</summary>
    [Id(1)]
    public required string UserId { get; init; }

    /// <summary>When the author posted it, in UTC.</summary>
    [Id(2)]
    public required DateTimeOffset CreatedAt { get; init; }

    /// <summary>When it was classified, in UTC; differs between redeliveries.</summary>
    [Id(3)]
    public required DateTimeOffset ClassifiedAt { get; init; }

    /// <summary>Counts the events of one post, from 1.</summary>
    [Id(4)]
    public required int Revision { get; init; }

    /// <summary>Whether more revisions can follow.</summary>
    [Id(5)]
    public required EmotionStatus Status { get; init; }

    /// <summary>The most probable emotion.</summary>
    [Id(6)]
    public required string Emotion { get; init; }

    /// <summary>Its probability, in 0–1.</summary>
    [Id(7)]
    public required float Confidence { get; init; }

    /// <summary>Probabilities of all emotions.</summary>
    [Id(8)]
    public required EmotionDistribution Probabilities { get; init; }

    /// <summary>What the emotion was worked out from.</summary>
    [Id(9)]
    public required ImmutableArray<Modality> Modalities { get; init; }

    /// <summary>What each modality says by itself, each modality once; in JSON an object from modality to opinion.</summary>
    // 10 was another form of it, which lies in stored records.
    [Id(14)]
    [JsonConverter(typeof(OpinionsJsonConverter))]
    public required ImmutableArray<Opinion> Opinions { get; init; }

    /// <summary>The model that said so.</summary>
    [Id(11)]
    public required ModelReference Model { get; init; }

    /// <summary>Where the time went; differs between redeliveries.</summary>
    [Id(12)]
    public required StageTimings Timings { get; init; }

    /// <summary>Language of the text: the tag that the post gives, or the code that its words tell; null where there is no text or nothing tells it.</summary>
    [Id(15), JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)]
    public string? Lang { get; init; }

    /// <summary>Share of the text that the model could read, in 0–1; null where there is no text.</summary>
    [Id(16), JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)]
    public float? Coverage { get; init; }

    /// <summary>
    /// What the post brings and could not be read, with a stable slug for the reason, such as <c>picture-truncated</c>, by modality; null where
    /// everything was read.
    /// </summary>
    [Id(17), JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)]
    public ImmutableSortedDictionary<string, string>? Unread { get; init; }

    /// <summary>
    /// When the post came in (<see cref="Posts.SocialPost.ReceivedAt"/>; of several parts the first), in UTC, so that a post which claims to come
    /// from the future can be told from one made after an erasure; <c>default</c> where that is unknown. It stays inside the cluster.
    /// </summary>
    [Id(13), JsonIgnore]
    public DateTimeOffset ReceivedAt { get; init; }

    /// <summary>The post among all posts of all users.</summary>
    [JsonIgnore]
    public PostKey Post => new(UserId, PostId);

    /// <summary>Identifies the event, the same for every redelivery; see <see cref="PostKey.EventId"/>.</summary>
    [JsonIgnore]
    public string EventId => Post.EventId(Revision);
}

/// <summary>What one modality says by itself, in short.</summary>
/// <param name="Modality">The modality.</param>
/// <param name="Emotion">Its most probable emotion.</param>
/// <param name="Confidence">That emotion's probability, in 0–1.</param>
[GenerateSerializer, Immutable, Alias("moodstream.Opinion")]
public sealed record Opinion([property: Id(0)] Modality Modality, [property: Id(1)] string Emotion, [property: Id(2)] float Confidence);

/// <summary>Milliseconds that a post spent in each stage, each at least 0.</summary>
/// <param name="QueueMs">From its arrival to the start of its classification.</param>
/// <param name="DecodeMs">Making content ready: tokenizing, picture decoding.</param>
/// <param name="EmbedMs">In the encoders; of several that ran side by side, the longest.</param>
/// <param name="FuseMs">In the fusion classifier.</param>
[GenerateSerializer, Immutable, Alias("moodstream.StageTimings")]
public sealed record StageTimings(
    [property: Id(0)] double QueueMs,
    [property: Id(1)] double DecodeMs,
    [property: Id(2)] double EmbedMs,
    [property: Id(3)] double FuseMs);
