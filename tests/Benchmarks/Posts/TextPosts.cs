using System.Text.Json;

namespace Moodstream.Benchmarks.Posts;

/// <summary>Posts with words alone.</summary>
/// <param name="users">How many users write them.</param>
internal sealed class TextPosts(int users) : IPostLoad
{
    private readonly SampleWords _words = new();

    /// <inheritdoc/>
    public int MessagesPerPost => 1;

    /// <inheritdoc/>
    public PostMessage Make(int message)
    {
        var post = new PostNumber(message, users);
        return post.Message($"\"text\":\"{JsonEncodedText.Encode(_words.Text(message))}\"");
    }
}
