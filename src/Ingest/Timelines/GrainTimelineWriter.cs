using System.Collections.Immutable;
using Moodstream.Abstractions.Emotions;
using Moodstream.Grains.Interfaces.Timelines;

namespace Moodstream.Ingest.Timelines;

/// <summary>Writes timelines through their shard grains.</summary>
internal sealed class GrainTimelineWriter(IGrainFactory grains) : ITimelineWriter
{
    public Task<ImmutableArray<EmotionEvent>> AppendAsync(int shard, ImmutableArray<EmotionEvent> events, CancellationToken cancellationToken) =>
        grains.GetGrain<ITimelineShard>(shard).Append(events).WaitAsync(cancellationToken);
}
