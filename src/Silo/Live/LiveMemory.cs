using Moodstream.Grains.Erasures;
using Moodstream.Silo.Erasures;

namespace Moodstream.Silo.Live;

/// <summary>Makes the live feed of this silo forget erased users.</summary>
/// <param name="erasures">Keeps them from coming back.</param>
/// <param name="feed">The feed.</param>
internal sealed class LiveMemory(RecentErasures erasures, EmotionFeed feed) : IUserMemory
{
    /// <inheritdoc/>
    public void Forget(string userId, DateTimeOffset until)
    {
        erasures.Add(userId, until);
        feed.Forget(userId);
    }
}
