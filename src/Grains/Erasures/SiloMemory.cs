using Moodstream.Grains.Interfaces.Erasures;
using Moodstream.Grains.Interfaces.Posts;
using Moodstream.Grains.Placement;
using Moodstream.Grains.Posts;

namespace Moodstream.Grains.Erasures;

/// <inheritdoc cref="ISiloMemory"/>
[SiloPlacement]
internal sealed class SiloMemory(IEnumerable<IUserMemory> memories, LivePosts live) : Grain, ISiloMemory
{
    /// <inheritdoc/>
    public async Task Erase(string userId, DateTimeOffset until)
    {
        await Task.WhenAll(live.Of(userId).Select(key => GrainFactory.GetGrain<IPost>(key.ToString()).Erase()));
        foreach (var memory in memories)
        {
            memory.Erase(userId, until);
        }
    }
}
