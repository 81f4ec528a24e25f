namespace Moodstream.Abstractions.Posts;

/// <summary>Why a post can never be classified, however often it is tried; it becomes a dead letter.</summary>
/// <param name="Type">Stable slug for machines, such as <c>picture-truncated</c>.</param>
/// <param name="Message">One sentence for people. It never quotes the post's content.</param>
[GenerateSerializer, Immutable, Alias("moodstream.PostFailure")]
public sealed record PostFailure([property: Id(0)] string Type, [property: Id(1)] string Message);
