using System.Globalization;

namespace Moodstream.Abstractions.Posts;

/// <summary>Makes the key of an post's grain: user and post together, so that no user reaches another's post.</summary>
public static class PostKey
{
    /// <summary>The key of a post's grain.</summary>
    /// <param name="userId">The author.</param>
    /// <param name="postId">The post.</param>
    /// <returns><c>length:userIdpostId</c>; the length keeps different pairs apart whatever characters they hold.</returns>
    public static string Of(string userId, string postId) =>
        string.Create(CultureInfo.InvariantCulture, $"{userId.Length}:{userId}{postId}");
}
