using System.Net;
using System.Net.Sockets;

namespace Moodstream.EndToEnd.Tests.Harness;

/// <summary>Takes in whatever a silo sends by OTLP over HTTP, as bytes.</summary>
internal sealed class TraceCollector : IAsyncDisposable
{
    private readonly HttpListener _listener = new();
    private readonly MemoryStream _received = new();
    private readonly Task _taking;

    /// <summary>Begins to listen.</summary>
    public TraceCollector()
    {
        Address = $"http://127.0.0.1:{FreePort()}/";
        _listener.Prefixes.Add(Address);
        _listener.Start();
        _taking = TakeAsync();
    }

    /// <summary>Where it listens.</summary>
    public string Address { get; }

    /// <summary>The environment of a silo that sends its spans here as soon as it can.</summary>
    public IReadOnlyDictionary<string, string> Environment => new Dictionary<string, string>
    {
        ["OTEL_EXPORTER_OTLP_ENDPOINT"] = Address,
        ["OTEL_EXPORTER_OTLP_PROTOCOL"] = "http/protobuf",
        ["OTEL_BSP_SCHEDULE_DELAY"] = "200",
    };

    /// <summary>What came so far.</summary>
    public byte[] Received()
    {
        lock (_received)
        {
            return _received.ToArray();
        }
    }

    public async ValueTask DisposeAsync()
    {
        _listener.Close();
        await _taking;
        await _received.DisposeAsync();
    }

    private static int FreePort()
    {
        using var listener = new TcpListener(IPAddress.Loopback, 0);
        listener.Start();
        return ((IPEndPoint)listener.LocalEndpoint).Port;
    }

    private async Task TakeAsync()
    {
        try
        {
            while (true)
            {
                var context = await _listener.GetContextAsync();
                using var body = new MemoryStream();
                await context.Request.InputStream.CopyToAsync(body);
                lock (_received)
                {
                    body.WriteTo(_received);
                }

                context.Response.Close();
            }
        }
        catch (Exception exception) when (exception is HttpListenerException or ObjectDisposedException)
        {
            // The test is over.
        }
    }
}
