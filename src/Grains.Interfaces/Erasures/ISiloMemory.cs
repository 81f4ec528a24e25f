namespace Moodstream.Grains.Interfaces.Erasures;

/// <summary>What one silo remembers of users outside its grains. Its key is the silo's name, and placement pins it to that silo.</summary>
[Alias("moodstream.ISiloMemory")]
public interface ISiloMemory : IGrainWithStringKey
{
    /// <summary>Lets go of an erased user, and keeps what is still under way from being remembered.</summary>
    /// <param name="userId">The user.</param>
    /// <param name="until">Posts made until then are erased.</param>
    [Alias("Erase")]
    Task Erase(string userId, DateTimeOffset until);
}
