namespace Moodstream.Silo.Http;

/// <summary>
/// Answers with server-sent events that come ready to be sent: they are formatted once for many readers, and each piece
/// is flushed as a whole.
/// </summary>
/// <param name="pieces">Pieces of whole events.</param>
internal sealed class ServerSentEventsResult(IAsyncEnumerable<ReadOnlyMemory<byte>> pieces) : IResult
{
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

        try
        {
            await foreach (var piece in pieces.WithCancellation(httpContext.RequestAborted))
            {
                await response.BodyWriter.WriteAsync(piece, httpContext.RequestAborted);
            }
        }
        catch (OperationCanceledException) when (httpContext.RequestAborted.IsCancellationRequested)
        {
            // The reader left.
        }
    }
}
