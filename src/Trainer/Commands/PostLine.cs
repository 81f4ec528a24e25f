using System.Runtime.CompilerServices;
using System.Text;
using Moodstream.Abstractions.Posts;

namespace Moodstream.Trainer.Commands;

/// <summary>One line of a JSON Lines file of posts, judged as posts on the topic are; id, user and time may be left out.</summary>
/// <param name="Line">Its number, from 1.</param>
/// <param name="Id">Id of the post, or null where it has none.</param>
/// <param name="Content">What the post brings; nothing where <paramref name="Problem"/> is set.</param>
/// <param name="Problem">Why the line is no post, or null.</param>
internal sealed record PostLine(int Line, string? Id, PostContent Content, PostFailure? Problem)
{
    private static readonly PostContent Nothing = new();
    private static readonly PostParser Parser = new(new PostLimits());
    private static readonly PostCompleter Completer = new(TimeProvider.System) { User = "anonymous" };

    /// <summary>Reads the lines; empty ones are passed over.</summary>
    public static async IAsyncEnumerable<PostLine> ReadAsync(TextReader reader, [EnumeratorCancellation] CancellationToken cancellationToken)
    {
        int line = 0;
        while (await reader.ReadLineAsync(cancellationToken) is { } text)
        {
            line++;
            if (!string.IsNullOrWhiteSpace(text))
            {
                yield return Parse(line, Encoding.UTF8.GetBytes(text.Trim()));
            }
        }
    }

    private static PostLine Parse(int line, byte[] json)
    {
        var now = TimeProvider.System.GetUtcNow();
        // An id that is made up is no answer to whoever sent none.
        string? id = Parser.Parse(json, now).Id;
        var parsed = Parser.Parse(Completer.Complete(json).Span, now);
        return parsed.IsPost
            ? new PostLine(line, id, parsed.Post.Content, null)
            : new PostLine(line, id, Nothing, parsed.Failure);
    }
}
