using System.Collections.Immutable;
using Moodstream.Abstractions.Emotions;
using Moodstream.Abstractions.Posts;

namespace Moodstream.Grains.Storage;

/// <summary>What is kept of a post that comes in parts. It is written with every event, before anybody hears of it.</summary>
[GenerateSerializer, Immutable, Alias("moodstream.PostRecord")]
internal sealed record PostRecord
{
    /// <summary>A post nothing of which is in an event.</summary>
    public static readonly PostRecord Empty = new();

    /// <summary>The parts that are in events.</summary>
    [Id(0)]
    public ImmutableArray<PartRecord> Parts { get; init; } = [];

    /// <summary>Every modality that some part said the whole post will have.</summary>
    [Id(1)]
    public ImmutableArray<Modality> Expects { get; init; } = [];

    /// <summary>The events so far; the first is revision <see cref="Earlier"/> + 1.</summary>
    [Id(2)]
    public ImmutableArray<EmotionEvent> Events { get; init; } = [];

    /// <summary>When the post may be removed, in UTC.</summary>
    [Id(3)]
    public DateTimeOffset ExpiresAt { get; init; }

    /// <summary>Revisions of before this record was begun: of a post whose earlier record is gone.</summary>
    [Id(4)]
    public int Earlier { get; init; }

    /// <summary>Whether the last event closes a post whose parts did not come, and may not have been published yet.</summary>
    [Id(5)]
    public bool IsClosing { get; init; }

    /// <summary>Whether it may take the place of another record: with one event more, or closed where that was closing.</summary>
    /// <param name="before">What is stored; null for nothing.</param>
    public bool Follows(PostRecord? before) =>
        before is null
        || Events.Length == before.Events.Length + 1
        || (before.IsClosing && !IsClosing && Events.Length == before.Events.Length);

    /// <summary>Whether the last event was the last.</summary>
    public bool IsFinal => !Events.IsEmpty && Events[^1].Status == EmotionStatus.Final;
}
