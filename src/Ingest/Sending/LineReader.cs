using System.Buffers;
using System.IO.Pipelines;
using System.Runtime.CompilerServices;
using System.Text;

namespace Moodstream.Ingest.Sending;

/// <summary>Reads lines of bytes from a stream; ends of line, a byte order mark and empty lines are left out.</summary>
internal static class LineReader
{
    /// <summary>Reads all lines.</summary>
    /// <param name="stream">Where from.</param>
    /// <param name="longest">Most bytes of a line; a longer one comes as null.</param>
    /// <param name="cancellationToken">Ends the reading.</param>
    /// <returns>Number from 1, bytes read up to the line's end, and the line.</returns>
    public static async IAsyncEnumerable<(long Number, long BytesRead, byte[]? Line)> ReadAsync(
        Stream stream, int longest, [EnumeratorCancellation] CancellationToken cancellationToken)
    {
        var reader = PipeReader.Create(stream, new StreamPipeReaderOptions(leaveOpen: true, bufferSize: 64 * 1024));
        long number = 0, read = 0;
        var skipping = false;
        try
        {
            while (true)
            {
                var result = await reader.ReadAsync(cancellationToken);
                var buffer = result.Buffer;
                while (TryTakeLine(ref buffer, result.IsCompleted, out var line, out var length))
                {
                    number++;
                    read += length;
                    var whole = !skipping && line.Length <= longest;
                    skipping = false;
                    var bytes = whole ? Trim(line.ToArray(), isFirst: number == 1) : null;
                    if (bytes is null || bytes.Length > 0)
                    {
                        yield return (number, read, bytes);
                    }
                }

                if (buffer.Length > longest)
                {
                    read += buffer.Length;
                    skipping = true;
                    buffer = buffer.Slice(buffer.End);
                }

                reader.AdvanceTo(buffer.Start, buffer.End);
                if (result.IsCompleted)
                {
                    if (skipping)
                    {
                        yield return (number + 1, read, null);
                    }

                    yield break;
                }
            }
        }
        finally
        {
            await reader.CompleteAsync();
        }
    }

    private static bool TryTakeLine(ref ReadOnlySequence<byte> buffer, bool isLast, out ReadOnlySequence<byte> line, out long length)
    {
        line = default;
        length = 0;
        if (buffer.PositionOf((byte)'\n') is { } end)
        {
            line = buffer.Slice(0, end);
            length = line.Length + 1;
        }
        else if (isLast && !buffer.IsEmpty)
        {
            line = buffer;
            length = line.Length;
        }
        else
        {
            return false;
        }

        buffer = buffer.Slice(length);
        return true;
    }

    private static byte[] Trim(byte[] line, bool isFirst)
    {
        ReadOnlySpan<byte> span = line;
        if (isFirst && span.StartsWith(Encoding.UTF8.Preamble))
        {
            span = span[Encoding.UTF8.Preamble.Length..];
        }

        span = span.Trim(" \t\r"u8);
        return span.Length == line.Length ? line : span.ToArray();
    }
}
