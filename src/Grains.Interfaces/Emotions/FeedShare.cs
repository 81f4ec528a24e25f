using System.Collections.Immutable;
using Moodstream.Abstractions.Emotions;

namespace Moodstream.Grains.Interfaces.Emotions;

/// <summary>What one silo published within about half a second, for those who watch at another.</summary>
/// <param name="Counts">All that it published.</param>
/// <param name="Sample">All events, or a random sample of many, in order; empty where nobody watches.</param>
[GenerateSerializer, Immutable, Alias("moodstream.FeedShare")]
public sealed record FeedShare([property: Id(0)] FeedCounts Counts, [property: Id(1)] ImmutableArray<SharedEvent> Sample);

/// <summary>An event of a share.</summary>
/// <param name="Event">The event.</param>
/// <param name="Preview">A little of the post's content, where the settings allow it.</param>
[GenerateSerializer, Immutable, Alias("moodstream.SharedEvent")]
public sealed record SharedEvent([property: Id(0)] EmotionEvent Event, [property: Id(1)] PostPreview? Preview);
