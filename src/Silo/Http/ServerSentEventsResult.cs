using System.Buffers;

namespace Moodstream.Silo.Http;

/// <summary>
/// Answers with server-sent events that come ready to be sent: they are formatted once for many readers, and each piece
/// is flushed as a whole, or, where it is large, in parts that fit the connection's buffer. Who takes in nothing for too long is dropped: nothing is
/// kept for a reader but the piece that it is being sent.
/// </summary>
/// <param name="pieces">Pieces of whole events.</param>
/// <param name="patience">How long a reader may take in nothing.</param>
internal sealed class ServerSentEventsResult(IAsyncEnumerable<IReadOnlyList<ReadOnlyMemory<byte>>> pieces, TimeSpan patience) : IResult
{
    private const int FlushBytes = 16_384;

    /// <inheritdoc/>
    public async Task ExecuteAsync(HttpContext httpContext)
    {
        ArgumentNullException.ThrowIfNull(httpContext);
        var response = httpContext.Response;
        response.ContentType = "text/event-stream";
        response.Headers.CacheControl = "no-cache, no-store";
        // Proxies that hold back a response until it is whole would hold it back for ever.
        response.Headers["X-Accel-Buffering"] = "no";
        if (httpContext.IsHead())
        {
            return;
        }

        using var stalls = CancellationTokenSource.CreateLinkedTokenSource(httpContext.RequestAborted);
        try
        {
            await foreach (var piece in pieces.WithCancellation(httpContext.RequestAborted))
            {
                await SendAsync(response, piece, stalls);
            }
        }
        catch (OperationCanceledException) when (stalls.IsCancellationRequested)
        {
            // The reader left, or takes in nothing.
            httpContext.Abort();
        }
    }

    private async Task SendAsync(HttpResponse response, IReadOnlyList<ReadOnlyMemory<byte>> piece, CancellationTokenSource stalls)
    {
        var pending = 0;
        for (var i = 0; i < piece.Count; i++)
        {
            response.BodyWriter.Write(piece[i].Span);
            pending += piece[i].Length;
            if (pending >= FlushBytes || i == piece.Count - 1)
            {
                stalls.CancelAfter(patience);
                await response.BodyWriter.FlushAsync(stalls.Token);
                stalls.CancelAfter(Timeout.InfiniteTimeSpan);
                pending = 0;
            }
        }
    }
}
