using System.Diagnostics.CodeAnalysis;
using System.Globalization;

namespace Moodstream.Abstractions.Posts;

/// <summary>
/// Identifies a post: its id is unique among its author's posts only, so that every key, event id and count goes by both.
/// </summary>
/// <param name="UserId">The author; keeps to <see cref="IdRule"/>.</param>
/// <param name="PostId">The post among the author's; keeps to <see cref="IdRule"/>.</param>
[GenerateSerializer, Immutable, Alias("moodstream.PostKey")]
public readonly record struct PostKey([property: Id(0)] string UserId, [property: Id(1)] string PostId)
{
    private const char Separator = '/';

    /// <summary>Reads what <see cref="ToString"/> wrote.</summary>
    /// <param name="text">The text.</param>
    /// <param name="key">The key, where the text is one.</param>
    /// <returns>False where the text has another form.</returns>
    public static bool TryParse([NotNullWhen(true)] string? text, out PostKey key)
    {
        key = default;
        if (text?.Split(Separator) is not [{ Length: > 0 } user, { Length: > 0 } post])
        {
            return false;
        }

        key = new PostKey(Unescape(user), Unescape(post));
        return key.ToString() == text;
    }

    /// <summary>Identifies one event of the post, the same for every redelivery: <c>user/post#revision</c>.</summary>
    /// <param name="revision">Number of the event among those of the post, from 1.</param>
    public string EventId(int revision) => string.Create(CultureInfo.InvariantCulture, $"{Escape(UserId)}{Separator}{Escape(PostId)}#{revision}");

    /// <summary>
    /// The key as text, <c>user/post</c>. In both, <c>%</c>, <c>/</c> and <c>#</c> are percent-encoded, so that no two keys, and no key and
    /// event id, are the same text.
    /// </summary>
    public override string ToString() => $"{Escape(UserId)}{Separator}{Escape(PostId)}";

    private static string Escape(string id) =>
        id.AsSpan().ContainsAny('%', '/', '#')
            ? id.Replace("%", "%25", StringComparison.Ordinal).Replace("/", "%2F", StringComparison.Ordinal).Replace("#", "%23", StringComparison.Ordinal)
            : id;

    private static string Unescape(string text) =>
        text.Replace("%23", "#", StringComparison.Ordinal).Replace("%2F", "/", StringComparison.Ordinal).Replace("%25", "%", StringComparison.Ordinal);
}
