using System.Collections.Immutable;
using Moodstream.Abstractions.Emotions;

namespace Moodstream.Grains.Interfaces.Emotions;

/// <summary>An item of the stream <c>emotions</c>: events of one partition that were published together.</summary>
/// <param name="Partition">Partition of the posts topic, from 0.</param>
/// <param name="Events">The events, in the order of publication; at least one.</param>
[GenerateSerializer, Immutable, Alias("moodstream.EmotionBatch")]
public sealed record EmotionBatch([property: Id(0)] int Partition, [property: Id(1)] ImmutableArray<EmotionEvent> Events);
