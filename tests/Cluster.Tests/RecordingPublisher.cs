using System.Collections.Concurrent;
using Moodstream.Abstractions.Emotions;
using Moodstream.Grains.Interfaces.Emotions;
using Moodstream.Grains.Interfaces.Erasures;

namespace Moodstream.Cluster.Tests;

/// <summary>Notes whose erasure is published, and what closes posts.</summary>
internal sealed class RecordingPublisher : IErasurePublisher, IEmotionPublisher
{
    public ConcurrentQueue<string> Published { get; } = new();

    public ConcurrentQueue<EmotionEvent> Closed { get; } = new();

    public Task PublishAsync(string userId, CancellationToken cancellationToken)
    {
        Published.Enqueue(userId);
        return Task.CompletedTask;
    }

    public Task PublishAsync(EmotionEvent emotion, byte[] json, CancellationToken cancellationToken)
    {
        Closed.Enqueue(emotion);
        return Task.CompletedTask;
    }
}
