using System.Collections.Concurrent;
using Moodstream.Grains.Interfaces.Erasures;

namespace Moodstream.Cluster.Tests;

/// <summary>Notes whose erasure is published.</summary>
internal sealed class RecordingPublisher : IErasurePublisher
{
    public ConcurrentQueue<string> Published { get; } = new();

    public Task PublishAsync(string userId, CancellationToken cancellationToken)
    {
        Published.Enqueue(userId);
        return Task.CompletedTask;
    }
}
