using System.Diagnostics.CodeAnalysis;

namespace Moodstream.Abstractions.Posts;

/// <summary>What <see cref="PostParser"/> made of a message: a post or a failure.</summary>
/// <param name="Post">The post, or null.</param>
/// <param name="Failure">Why there is none, or null.</param>
public readonly record struct ParsedPost(SocialPost? Post, PostFailure? Failure)
{
    /// <summary>The post's id, also where it stands in a message that is no post for another reason; null where none was read.</summary>
    public string? Id { get; init; }

    /// <summary>Whether there is a post.</summary>
    [MemberNotNullWhen(true, nameof(Post))]
    [MemberNotNullWhen(false, nameof(Failure))]
    public bool IsPost => Post is not null;
}
