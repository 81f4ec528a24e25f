using System.Collections.Concurrent;
using Moodstream.Grains.Interfaces.Emotions;
using Moodstream.Ingest.Feeding;

namespace Moodstream.Ingest.Tests.Rig;

internal sealed class FakeFeed : IEmotionFeed
{
    public ConcurrentQueue<EmotionBatch> Batches { get; } = new();

    public void Show(EmotionBatch batch) => Batches.Enqueue(batch);
}
