using System.Runtime.CompilerServices;
using System.Text;
using Moodstream.Abstractions.Posts;

namespace Moodstream.Trainer.Commands;

/// <summary>
/// One line of a JSON Lines file of posts as <c>publish</c> takes them, judged as posts on the topic are: id, user and time may be left out,
/// and a picture may be named by its file.
/// </summary>
/// <param name="Line">Its number, from 1.</param>
/// <param name="Id">Id of the post, or null where it has none.</param>
/// <param name="Content">What the post brings; nothing where <paramref name="Problem"/> is set.</param>
/// <param name="Problem">Why the line is no post, or null.</param>
internal sealed record PostLine(int Line, string? Id, PostContent Content, PostFailure? Problem)
{
    private const string PictureUnreadable = "image-unreadable";

    private static readonly PostContent Nothing = new();
    private static readonly PostParser Parser = new(new PostLimits());

    /// <summary>Reads the lines; empty ones are passed over.</summary>
    /// <param name="reader">The lines.</param>
    /// <param name="pictures">The folder from which pictures are named.</param>
    /// <param name="cancellationToken">Gives up.</param>
    public static async IAsyncEnumerable<PostLine> ReadAsync(TextReader reader, string pictures, [EnumeratorCancellation] CancellationToken cancellationToken)
    {
        PostCompleter completer = new(TimeProvider.System) { User = "anonymous", PictureFolder = pictures };
        int line = 0;
        while (await reader.ReadLineAsync(cancellationToken) is { } text)
        {
            line++;
            if (!string.IsNullOrWhiteSpace(text))
            {
                yield return Parse(line, Encoding.UTF8.GetBytes(text.Trim()), completer);
            }
        }
    }

    private static PostLine Parse(int line, byte[] json, PostCompleter completer)
    {
        var now = TimeProvider.System.GetUtcNow();
        // An id that is made up is no answer to whoever sent none.
        string? id = Parser.Parse(json, now).Id;
        try
        {
            var parsed = Parser.Parse(completer.Complete(json).Span, now);
            return parsed.IsPost
                ? new PostLine(line, id, parsed.Post.Content, null)
                : new PostLine(line, id, Nothing, parsed.Failure);
        }
        catch (IOException exception)
        {
            return new PostLine(line, id, Nothing, new PostFailure(PictureUnreadable, exception.Message));
        }
    }
}
