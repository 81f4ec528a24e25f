using System.Collections.Concurrent;
using Moodstream.Abstractions.Emotions;
using Moodstream.Grains.Interfaces.Erasures;

namespace Moodstream.Ingest.Tests.Rig;

/// <summary>Users that a test erased.</summary>
internal sealed class FakeErasures : IErasedUsers
{
    public ConcurrentBag<string> Users { get; } = [];

    public bool Covers(EmotionEvent emotion) => Users.Contains(emotion.UserId);
}
