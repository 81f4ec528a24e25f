using System.Collections.Concurrent;
using Moodstream.Grains.Interfaces;

namespace Moodstream.Ingest.Tests;

internal sealed class FakeFeed : IEmotionFeed
{
    public ConcurrentQueue<EmotionBatch> Batches { get; } = new();

    public void Show(EmotionBatch batch) => Batches.Enqueue(batch);
}
