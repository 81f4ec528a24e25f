using System.Collections.Concurrent;
using Moodstream.Ingest.Feeding;

namespace Moodstream.Ingest.Tests.Rig;

internal sealed class FakeFeed : IEmotionFeed
{
    public ConcurrentQueue<ShownEvent> Shown { get; } = new();

    public void Show(int partition, IReadOnlyList<ShownEvent> events)
    {
        foreach (var shown in events)
        {
            Shown.Enqueue(shown);
        }
    }
}
