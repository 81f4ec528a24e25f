using System.Collections.Concurrent;
using Moodstream.Abstractions.Posts;

namespace Moodstream.Grains.Posts;

/// <summary>The posts that have a grain in this silo's memory, so that an erased user's can be found. Safe for concurrent use.</summary>
internal sealed class LivePosts
{
    private readonly ConcurrentDictionary<PostKey, bool> _keys = new();

    /// <summary>A post's grain was activated.</summary>
    /// <param name="key">The post.</param>
    public void Add(PostKey key) => _keys[key] = true;

    /// <summary>A post's grain was deactivated.</summary>
    /// <param name="key">The post.</param>
    public void Remove(PostKey key) => _keys.TryRemove(key, out _);

    /// <summary>The posts of a user.</summary>
    /// <param name="userId">The user.</param>
    public IEnumerable<PostKey> Of(string userId) => _keys.Keys.Where(key => key.UserId == userId);
}
