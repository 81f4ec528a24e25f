using Moodstream.Abstractions.Posts;
using Moodstream.Silo.Http;

namespace Moodstream.Silo.Api;

/// <summary>Reads posts from requests and judges them by the parser that judges Kafka's posts.</summary>
/// <param name="bodies">Reads the requests' bodies.</param>
/// <param name="parser">The parser.</param>
/// <param name="time">Clock.</param>
internal sealed class PostRequestReader(RequestBodies bodies, PostParser parser, TimeProvider time)
{
    private readonly PostCompleter _completer = new(time);
    private readonly PostCompleter _anonymous = new(time) { User = "anonymous" };

    /// <summary>Reads a post; an id and a creation time are made up where the sender left them out.</summary>
    /// <param name="request">The request.</param>
    /// <param name="mayBeAnonymous">Whether the sender may leave out the user as well.</param>
    /// <param name="cancellationToken">The caller left.</param>
    /// <exception cref="BadHttpRequestException">The body is neither JSON nor a form, or there is no room for it.</exception>
    public async Task<PostReading> ReadAsync(HttpRequest request, bool mayBeAnonymous, CancellationToken cancellationToken)
    {
        var received = time.GetUtcNow();
        var isForm = PostRequest.IsForm(request, out var boundary);
        var body = await bodies.ReadAsync(request, cancellationToken);
        return Read(isForm ? await FormPost.ToJsonAsync(boundary, body, cancellationToken) : body, mayBeAnonymous, received);
    }

    /// <summary>Reads one of the posts of a request.</summary>
    /// <param name="post">The post in JSON.</param>
    /// <param name="mayBeAnonymous">Whether the sender may leave out the user as well.</param>
    /// <param name="received">When the request came in, in UTC.</param>
    public PostReading Read(ReadOnlyMemory<byte> post, bool mayBeAnonymous, DateTimeOffset received)
    {
        var json = (mayBeAnonymous ? _anonymous : _completer).Complete(post);
        var parsed = parser.Parse(json.Span, received);
        return new PostReading(parsed.Post, json, parsed.Failure);
    }
}

/// <summary>What became of a request's post.</summary>
/// <param name="Post">The post; null where <paramref name="Failure"/> is set.</param>
/// <param name="Json">The post in the JSON of the contract, complete.</param>
/// <param name="Failure">Why it is none, or null.</param>
internal sealed record PostReading(SocialPost? Post, ReadOnlyMemory<byte> Json, PostFailure? Failure);
