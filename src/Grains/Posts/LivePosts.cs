using System.Collections.Concurrent;
using Moodstream.Abstractions.Posts;

namespace Moodstream.Grains.Posts;

/// <summary>The posts that have a grain in this silo's memory, so that an erased user's can be found. Safe for concurrent use.</summary>
internal sealed class LivePosts
{
    private readonly ConcurrentDictionary<string, bool> _keys = new(StringComparer.Ordinal);

    /// <summary>A post's grain was activated.</summary>
    /// <param name="key">Its key.</param>
    public void Add(string key) => _keys[key] = true;

    /// <summary>A post's grain was deactivated.</summary>
    /// <param name="key">Its key.</param>
    public void Remove(string key) => _keys.TryRemove(key, out _);

    /// <summary>Keys of the posts of a user.</summary>
    /// <param name="userId">The user.</param>
    public IEnumerable<string> Of(string userId)
    {
        var prefix = PostKey.Of(userId, string.Empty);
        return _keys.Keys.Where(key => key.StartsWith(prefix, StringComparison.Ordinal));
    }
}
