namespace Moodstream.Abstractions.Posts;

/// <summary>
/// Why a post, or one content of it, can never be classified, however often it is tried. A post of which nothing else can be read becomes a dead
/// letter.
/// </summary>
/// <param name="Type">Stable slug for machines, such as <c>picture-truncated</c>.</param>
/// <param name="Message">One sentence for people. It never quotes the post's content.</param>
/// <param name="IsRefusal">Whether the post is refused for it, also where its other contents can be read, since a setting says so.</param>
[GenerateSerializer, Immutable, Alias("moodstream.PostFailure")]
public sealed record PostFailure([property: Id(0)] string Type, [property: Id(1)] string Message, [property: Id(2)] bool IsRefusal = false)
{
    /// <summary>Of a post that was made longer ago than timelines keep posts.</summary>
    public static PostFailure Expired { get; } = new("post-expired", "The post was made longer ago than Timeline:RetentionDays; what was said of it then is not known any more.");
}
