using System.Text;

namespace Moodstream.Grains.Interfaces.Timelines;

/// <summary>Hashes users to timeline shards. The same on every silo and in every version, since stored data follow it.</summary>
public static class TimelineShards
{
    /// <summary>Number of shards: enough to keep many cores busy, few enough that a batch makes few calls.</summary>
    public const int Count = 32;

    /// <summary>The shard of a user.</summary>
    /// <param name="userId">The user.</param>
    /// <returns>0 to <see cref="Count"/> − 1: the 32-bit FNV-1a hash of the id in UTF-8, modulo <see cref="Count"/>.</returns>
    public static int Of(string userId)
    {
        Span<byte> buffer = stackalloc byte[256];
        var bytes = Encoding.UTF8.GetMaxByteCount(userId.Length) <= buffer.Length
            ? buffer[..Encoding.UTF8.GetBytes(userId, buffer)]
            : Encoding.UTF8.GetBytes(userId);
        var hash = 2166136261u;
        foreach (var value in bytes)
        {
            hash = (hash ^ value) * 16777619u;
        }

        return (int)(hash % Count);
    }
}
