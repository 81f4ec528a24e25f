using System.Collections.Concurrent;
using Moodstream.Grains.Erasures;

namespace Moodstream.Cluster.Tests;

/// <summary>Notes who is to be erased.</summary>
internal sealed class RecordingMemory : IUserMemory
{
    public ConcurrentQueue<(string UserId, DateTimeOffset Until)> Erased { get; } = new();

    public void Erase(string userId, DateTimeOffset until) => Erased.Enqueue((userId, until));
}
