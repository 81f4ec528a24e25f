using Moodstream.Abstractions.Emotions;
using Moodstream.Abstractions.Posts;

namespace Moodstream.Grains.Interfaces.Classifying;

/// <summary>
/// What became of one post or part: an event to publish, a failure to dead-letter, or neither, where another part of
/// the same post carries the event, or where the post still needs a device.
/// </summary>
[GenerateSerializer, Immutable, Alias("moodstream.PostOutcome")]
public sealed record PostOutcome
{
    /// <summary>A part whose author was erased: nothing is to be said of it, and its offset may be committed as it is.</summary>
    public static readonly PostOutcome Erased = new();

    /// <summary>A post that needs a device, where only what needs none was asked for; it is to be classified yet.</summary>
    public static readonly PostOutcome Later = new() { IsLater = true };

    private PostOutcome()
    {
    }

    /// <summary>The event to publish, or null.</summary>
    [Id(0)]
    public EmotionEvent? Event { get; private init; }

    /// <summary>The failure to dead-letter, or null.</summary>
    [Id(1)]
    public PostFailure? Failure { get; private init; }

    /// <summary>Whether the post is to be classified yet: <see cref="Later"/>.</summary>
    [Id(2)]
    public bool IsLater { get; private init; }

    /// <summary>The event that another part carries and that this part's content is in, or null.</summary>
    [Id(3)]
    public EmotionEvent? AbsorbedIn { get; private init; }

    /// <summary>The post was classified as <paramref name="emotion"/> tells.</summary>
    /// <param name="emotion">The event to publish.</param>
    public static PostOutcome Classified(EmotionEvent emotion) => new() { Event = emotion };

    /// <summary>A part whose content is in an event that another part carries. What becomes of the event becomes of the part: its offset may be
    /// committed once the event is kept.</summary>
    /// <param name="emotion">The event.</param>
    public static PostOutcome Absorbed(EmotionEvent emotion) => new() { AbsorbedIn = emotion };

    /// <summary>The post can never be classified.</summary>
    /// <param name="failure">Why.</param>
    public static PostOutcome Failed(PostFailure failure) => new() { Failure = failure };
}
