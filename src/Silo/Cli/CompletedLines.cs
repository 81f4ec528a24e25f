using System.Buffers;
using System.IO.Pipelines;

namespace Moodstream.Silo.Cli;

/// <summary>Runs the lines of a stream through a <see cref="PostCompleter"/> while they are read.</summary>
internal static class CompletedLines
{
    private static readonly byte[] LineEnd = "\n"u8.ToArray();

    /// <summary>A stream of completed lines.</summary>
    /// <param name="source">The lines.</param>
    /// <param name="completer">Completes them.</param>
    /// <param name="longest">Most bytes of a line; a longer one is passed on as it is.</param>
    /// <param name="cancellationToken">Ends the reading.</param>
    public static Stream Of(Stream source, PostCompleter completer, int longest, CancellationToken cancellationToken)
    {
        var pipe = new Pipe();
        _ = CopyAsync(PipeReader.Create(source), pipe.Writer, completer, longest, cancellationToken);
        return pipe.Reader.AsStream();
    }

    /// <summary>Copies until the source ends; a failure reaches the reader of the pipe.</summary>
    private static async Task CopyAsync(PipeReader from, PipeWriter to, PostCompleter completer, int longest, CancellationToken cancellationToken)
    {
        try
        {
            ReadResult read;
            do
            {
                read = await from.ReadAsync(cancellationToken);
                var rest = read.Buffer;
                while (rest.PositionOf((byte)'\n') is { } end)
                {
                    await to.WriteAsync(completer.Complete(rest.Slice(0, end).ToArray()), cancellationToken);
                    await to.WriteAsync(LineEnd, cancellationToken);
                    rest = rest.Slice(rest.GetPosition(1, end));
                }

                if (read.IsCompleted || rest.Length > longest)
                {
                    var last = rest.ToArray();
                    await to.WriteAsync(read.IsCompleted ? completer.Complete(last) : last, cancellationToken);
                    rest = rest.Slice(rest.End);
                }

                from.AdvanceTo(rest.Start, rest.End);
            }
            while (!read.IsCompleted);

            await to.CompleteAsync();
        }
        catch (Exception exception)
        {
            await to.CompleteAsync(exception);
        }
    }
}
