using Moodstream.Grains.Interfaces.Erasures;
using Moodstream.Grains.Placement;

namespace Moodstream.Grains.Erasures;

/// <inheritdoc cref="ISiloMemory"/>
[SiloPlacement]
internal sealed class SiloMemory(IEnumerable<IUserMemory> memories) : Grain, ISiloMemory
{
    /// <inheritdoc/>
    public Task Erase(string userId, DateTimeOffset until)
    {
        foreach (var memory in memories)
        {
            memory.Erase(userId, until);
        }

        return Task.CompletedTask;
    }
}
