using System.Collections.Immutable;
using Moodstream.Abstractions.Emotions;

namespace Moodstream.Grains.Interfaces.Timelines;

/// <summary>One page of a user's timeline, newest first.</summary>
/// <param name="Items">
/// The latest revision of each post; with a filter a page may hold fewer than asked for, or none, while a cursor tells that more can follow.
/// </param>
/// <param name="NextCursor">Opaque position of the next page; null where this page is the last.</param>
[GenerateSerializer, Immutable, Alias("moodstream.TimelinePage")]
public sealed record TimelinePage(
    [property: Id(0)] ImmutableArray<EmotionEvent> Items,
    [property: Id(1)] string? NextCursor);
