namespace Moodstream.Grains.Erasures;

/// <summary>
/// Something in a silo that remembers users, such as a live feed or a cache. Register it as a service, and it is told
/// when a user is erased.
/// </summary>
public interface IUserMemory
{
    /// <summary>Lets go of an erased user, and keeps what is still under way from being remembered.</summary>
    /// <param name="userId">The user.</param>
    /// <param name="until">Posts made until then are erased.</param>
    void Erase(string userId, DateTimeOffset until);
}
