using System.Collections.Immutable;
using Moodstream.Grains.Interfaces;

namespace Moodstream.Ingest;

/// <summary>Puts events into their users' timelines, durably before it answers.</summary>
internal interface ITimelineWriter
{
    /// <summary>Appends events of one shard; idempotent.</summary>
    Task Append(int shard, ImmutableArray<EmotionEvent> events, CancellationToken cancellationToken);
}
