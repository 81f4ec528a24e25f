using Moodstream.Abstractions.Emotions;
using Moodstream.Abstractions.Posts;

namespace Moodstream.Grains.Interfaces.Timelines;

/// <summary>An event on its way into a timeline: its public JSON form, and beside it what a store goes by.</summary>
[GenerateSerializer, Immutable, Alias("moodstream.TimelineEntry")]
public sealed record TimelineEntry
{
    /// <summary>The <see cref="Content"/> of a post that is known by its events alone: it conflicts with none.</summary>
    public static readonly UInt128 UnknownContent = UInt128.MaxValue;

    /// <summary>The post.</summary>
    [Id(0)]
    public required PostKey Post { get; init; }

    /// <summary>Number of the event among those of the post, from 1.</summary>
    [Id(1)]
    public required int Revision { get; init; }

    /// <summary>When the author posted it, in UTC.</summary>
    [Id(2)]
    public required DateTimeOffset CreatedAt { get; init; }

    /// <summary>When the post came in, in UTC; <c>default</c> where that is unknown.</summary>
    [Id(3)]
    public required DateTimeOffset ReceivedAt { get; init; }

    /// <summary>The most probable emotion.</summary>
    [Id(4)]
    public required string Emotion { get; init; }

    /// <summary>Stands for the content of a post that came whole; 0 for one that comes in parts, whose parts have digests of their own; <see cref="UnknownContent"/>.</summary>
    [Id(5)]
    public required UInt128 Content { get; init; }

    /// <summary>The event in its public JSON form (<see cref="EmotionJson"/>), in UTF-8; nobody changes the array.</summary>
    [Id(6)]
    public required byte[] Json { get; init; }
}
