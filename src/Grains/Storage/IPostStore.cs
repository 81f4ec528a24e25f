using System.Collections.Immutable;
using Moodstream.Abstractions.Posts;

namespace Moodstream.Grains.Storage;

/// <summary>Keeps the posts that come in parts, as long as their parts may be delivered again. Safe for concurrent use.</summary>
internal interface IPostStore
{
    /// <summary>Reads a post.</summary>
    /// <param name="key">Its grain's key.</param>
    /// <returns>Null for a post never written, or removed.</returns>
    Task<PostRecord?> ReadAsync(PostKey key);

    /// <summary>
    /// Writes a post durably before it completes, with the contents of parts that a later model may have to encode anew.
    /// Contents of a final post are removed at once. A record follows the one that is there (<see cref="PostRecord.Follows"/>).
    /// </summary>
    /// <param name="key">Its grain's key.</param>
    /// <param name="record">The post.</param>
    /// <param name="contents">Contents of new parts by digest.</param>
    /// <returns>False where nothing was written, since the author was erased after the post was made.</returns>
    /// <exception cref="PostChangedException">The record that is there is another one than it follows; nothing was written.</exception>
    Task<bool> WriteAsync(PostKey key, PostRecord record, IReadOnlyDictionary<string, SocialPost> contents);

    /// <summary>Reads the contents of the parts of a post that is not final, by digest.</summary>
    /// <param name="key">Its grain's key.</param>
    Task<IReadOnlyDictionary<string, SocialPost>> ReadContentsAsync(PostKey key);

    /// <summary>
    /// Erases the posts of a user. The erasure has to be in the <see cref="IErasures"/> before, or a write that is under way could
    /// land after this.
    /// </summary>
    /// <param name="userId">The user.</param>
    Task EraseAsync(string userId);

    /// <summary>
    /// Removes the final posts that have expired. A post that is written while this runs, and lives longer by that, is not removed.
    /// </summary>
    /// <param name="now">The time, in UTC.</param>
    /// <returns>How many were removed, and expired posts that are to be closed before they can be: some of them, where there are many.</returns>
    Task<(int Removed, ImmutableArray<PostKey> ToClose)> SweepAsync(DateTimeOffset now);
}
