using Moodstream.Abstractions.Emotions;
using Moodstream.Grains.Interfaces.Erasures;
using Moodstream.Grains.Storage;

namespace Moodstream.Grains.Erasures;

/// <inheritdoc cref="IErasedUsers"/>
/// <remarks>
/// Every silo hears of an erasure before the tombstone is published, so that one which published an event of the user meanwhile finds out
/// afterwards that the tombstone may stand before it.
/// </remarks>
internal sealed class ErasedUsers : IErasedUsers, IUserMemory
{
    private readonly ErasureRegister _register = new();

    /// <inheritdoc/>
    public bool Covers(EmotionEvent emotion) => _register.Covers(emotion);

    /// <inheritdoc/>
    public void Erase(string userId, DateTimeOffset until) => _register.Add(userId, until);
}
