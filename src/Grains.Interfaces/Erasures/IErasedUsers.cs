using Moodstream.Abstractions.Emotions;

namespace Moodstream.Grains.Interfaces.Erasures;

/// <summary>Who was erased while this silo ran.</summary>
public interface IErasedUsers
{
    /// <summary>Whether an event is of a post that an erased user made before the erasure.</summary>
    /// <param name="emotion">The event.</param>
    bool Covers(EmotionEvent emotion);
}
