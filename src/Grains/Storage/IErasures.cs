namespace Moodstream.Grains.Storage;

/// <summary>Registers durably who was erased. Safe for concurrent use.</summary>
internal interface IErasures
{
    /// <summary>Registers an erasure. Once it completes, no store of any silo takes in what it covers.</summary>
    /// <param name="userId">The user.</param>
    /// <param name="until">Posts made until then are erased; an earlier time than before changes nothing.</param>
    Task AddAsync(string userId, DateTimeOffset until);

    /// <summary>Until when posts of a user are erased, in UTC; null for a user who was not.</summary>
    /// <param name="userId">The user.</param>
    Task<DateTimeOffset?> UntilAsync(string userId);
}
