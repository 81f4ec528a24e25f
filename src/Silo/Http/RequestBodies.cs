using System.Threading.RateLimiting;
using Microsoft.Extensions.Options;
using Moodstream.Silo.Configuration.Options;

namespace Moodstream.Silo.Http;

/// <summary>
/// Reads bodies of requests into memory, once and in one piece, and no more of them at a time than <see cref="HttpOptions.MaxBodyMegabytes"/>:
/// whoever comes when that is used up is told to come back.
/// </summary>
/// <param name="options">The limits.</param>
internal sealed class RequestBodies(IOptions<HttpOptions> options) : IDisposable
{
    private const int Kibibyte = 1_024;
    private const int FirstBytes = 16 * Kibibyte;
    private const int Growth = 4;

    /// <summary>Bytes after which the length that a caller tells is believed; every smaller piece before becomes garbage.</summary>
    private const int ProvenBytes = 1_024 * Kibibyte;
    private const string RetryAfter = "1";

    /// <summary>How long a body may take to come, so that few slow senders do not keep the room from all others.</summary>
    private static readonly TimeSpan Patience = TimeSpan.FromMinutes(2);

    private readonly ConcurrencyLimiter _room = new(new ConcurrencyLimiterOptions
    {
        // The largest body must find room where it is alone.
        PermitLimit = (int)Math.Max(options.Value.MaxBodyMegabytes * (long)Kibibyte, Kibibytes(options.Value.MaxRequestBytes + 1)),
        QueueLimit = 0,
    });

    private long _largeBytes;

    /// <summary>Reads the body of a request; its room is given back when the request is over.</summary>
    /// <param name="request">The request.</param>
    /// <param name="cancellationToken">The caller left.</param>
    /// <exception cref="BadHttpRequestException">It is too large, is cut off, comes too slowly, or there is no room for it now.</exception>
    public async Task<ReadOnlyMemory<byte>> ReadAsync(HttpRequest request, CancellationToken cancellationToken)
    {
        // One byte beyond the limit, which the server itself holds: it tells when a body of unknown length goes on.
        var most = request.ContentLength ?? options.Value.MaxRequestBytes + 1;
        if (most > options.Value.MaxRequestBytes + 1)
        {
            throw new BadHttpRequestException(
                $"The body has {most} bytes; Http:MaxRequestBytes admits {options.Value.MaxRequestBytes}.", StatusCodes.Status413PayloadTooLarge);
        }

        using var ends = CancellationTokenSource.CreateLinkedTokenSource(cancellationToken);
        ends.CancelAfter(Patience);
        byte[] body = [];
        var length = 0;
        try
        {
            while (true)
            {
                if (length == most)
                {
                    return body;
                }

                if (length == body.Length)
                {
                    var isProven = length >= ProvenBytes && request.ContentLength is not null;
                    var size = isProven ? most : Math.Min(Math.Max(FirstBytes, (long)length * Growth), most);
                    Reserve(request.HttpContext, Kibibytes(size) - Kibibytes(length));
                    NoteLarge(size);
                    var larger = new byte[size];
                    body.CopyTo(larger, 0);
                    body = larger;
                }

                var read = await request.Body.ReadAsync(body.AsMemory(length), ends.Token);
                if (read == 0)
                {
                    return body.AsMemory(0, length);
                }

                length += read;
            }
        }
        catch (OperationCanceledException) when (!cancellationToken.IsCancellationRequested)
        {
            throw new BadHttpRequestException($"The body took longer than {Patience.TotalSeconds} seconds to come.", StatusCodes.Status408RequestTimeout);
        }
    }

    private static long Kibibytes(long bytes) => (bytes + Kibibyte - 1) / Kibibyte;

    /// <summary>
    /// Has what earlier large bodies left behind collected before as much again comes in: by itself the collector lets several times as much pile up.
    /// </summary>
    private void NoteLarge(long bytes)
    {
        if (bytes < ProvenBytes)
        {
            return;
        }

        var most = options.Value.MaxBodyMegabytes * 1_024L * Kibibyte;
        if (Interlocked.Add(ref _largeBytes, bytes) > most)
        {
            Interlocked.Exchange(ref _largeBytes, bytes);
            GC.Collect(GC.MaxGeneration, GCCollectionMode.Forced, blocking: true, compacting: false);
        }
    }

    private void Reserve(HttpContext context, long kibibytes)
    {
        var room = _room.AttemptAcquire((int)kibibytes);
        context.Response.RegisterForDispose(room);
        if (!room.IsAcquired)
        {
            context.Response.Headers.RetryAfter = RetryAfter;
            throw new BadHttpRequestException(
                "As many bytes of requests as Http:MaxBodyMegabytes admits are at work; try again in a moment.", StatusCodes.Status503ServiceUnavailable);
        }
    }

    /// <inheritdoc/>
    public void Dispose() => _room.Dispose();
}
