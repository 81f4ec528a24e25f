using System.Collections.Concurrent;
using System.Security.Cryptography;
using System.Text;

namespace Moodstream.Silo.Erasures;

/// <summary>
/// Who was erased within the last minutes, as keyed hashes, so that events which were under way inside the cluster at that
/// time do not show up in the live feed. Safe for concurrent use.
/// </summary>
/// <param name="time">Clock.</param>
internal sealed class RecentErasures(TimeProvider time)
{
    /// <summary>No event is under way for longer.</summary>
    private static readonly TimeSpan Memory = TimeSpan.FromMinutes(10);

    private readonly byte[] _key = RandomNumberGenerator.GetBytes(32);
    private readonly ConcurrentDictionary<string, (DateTimeOffset Until, DateTimeOffset At)> _erased = new(StringComparer.Ordinal);

    /// <summary>A user was erased.</summary>
    /// <param name="userId">The user.</param>
    /// <param name="until">Posts made until then are erased.</param>
    public void Add(string userId, DateTimeOffset until)
    {
        var now = time.GetUtcNow();
        foreach (var (hash, erasure) in _erased)
        {
            if (now - erasure.At > Memory)
            {
                _erased.TryRemove(hash, out _);
            }
        }

        _erased[Hash(userId)] = (until, now);
    }

    /// <summary>Whether a post was made by a user who has been erased since.</summary>
    /// <param name="userId">The user.</param>
    /// <param name="createdAt">When the post was made.</param>
    public bool Covers(string userId, DateTimeOffset createdAt) =>
        !_erased.IsEmpty && _erased.TryGetValue(Hash(userId), out var erasure) && createdAt <= erasure.Until;

    private string Hash(string userId) => Convert.ToHexString(HMACSHA256.HashData(_key, Encoding.UTF8.GetBytes(userId)).AsSpan(0, 16));
}
