using System.Diagnostics.CodeAnalysis;
using Moodstream.Abstractions.Posts;

namespace Moodstream.Ingest.Posts;

/// <summary>What <see cref="PostParser"/> made of a message: a post or a failure.</summary>
/// <param name="Post">The post, or null.</param>
/// <param name="Failure">Why there is none, or null.</param>
public readonly record struct ParsedPost(SocialPost? Post, PostFailure? Failure)
{
    /// <summary>Whether there is a post.</summary>
    [MemberNotNullWhen(true, nameof(Post))]
    [MemberNotNullWhen(false, nameof(Failure))]
    public bool IsPost => Post is not null;
}
