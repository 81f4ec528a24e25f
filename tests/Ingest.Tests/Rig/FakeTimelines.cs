using System.Collections.Concurrent;
using System.Collections.Immutable;
using Moodstream.Abstractions.Emotions;
using Moodstream.Ingest.Timelines;

namespace Moodstream.Ingest.Tests.Rig;

/// <summary>Keeps timelines in memory; tests hook into its calls to make them wait or fail.</summary>
internal sealed class FakeTimelines : ITimelineWriter
{
    public ConcurrentQueue<(int Shard, EmotionEvent Event)> Entries { get; } = new();

    public Func<Task> BeforeAppend { get; set; } = static () => Task.CompletedTask;

    /// <summary>Users whose events are refused.</summary>
    public ConcurrentBag<string> Erased { get; } = [];

    public async Task<ImmutableArray<EmotionEvent>> AppendAsync(int shard, ImmutableArray<EmotionEvent> events, CancellationToken cancellationToken)
    {
        await BeforeAppend().WaitAsync(cancellationToken);
        foreach (var emotion in events.Where(emotion => !Erased.Contains(emotion.UserId)))
        {
            Entries.Enqueue((shard, emotion));
        }

        return [.. events.Where(emotion => Erased.Contains(emotion.UserId))];
    }
}
