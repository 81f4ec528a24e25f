using System.Collections.Immutable;
using Moodstream.Abstractions.Emotions;

namespace Moodstream.Ingest.Timelines;

/// <summary>Puts events into their users' timelines, durably before it answers.</summary>
internal interface ITimelineWriter
{
    /// <summary>Appends events of one shard; idempotent.</summary>
    /// <returns>The events that were refused, since their users were erased after the posts were made.</returns>
    Task<ImmutableArray<EmotionEvent>> AppendAsync(int shard, ImmutableArray<EmotionEvent> events, CancellationToken cancellationToken);
}
