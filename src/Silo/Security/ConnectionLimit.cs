using System.Net;
using Microsoft.AspNetCore.Connections;
using Microsoft.AspNetCore.Server.Kestrel.Core;

namespace Moodstream.Silo.Security;

/// <summary>Keeps one address from taking all connections; what it opens beyond is closed at once.</summary>
/// <param name="max">Most connections of one address.</param>
internal sealed class ConnectionLimit(int max)
{
    private readonly Lock _gate = new();
    private readonly Dictionary<IPAddress, int> _open = [];

    /// <summary>Adds the limit.</summary>
    /// <param name="kestrel">The server.</param>
    public void Limit(KestrelServerOptions kestrel) => kestrel.ConfigureEndpointDefaults(listen => listen.Use(next => async connection =>
    {
        if (connection.RemoteEndPoint is not IPEndPoint { Address: var address })
        {
            // A socket in the file system, whose rights say who may.
            await next(connection);
            return;
        }

        if (!TryOpen(address))
        {
            connection.Abort(new ConnectionAbortedException("The address has as many connections as Http:MaxConnectionsPerAddress admits."));
            return;
        }

        try
        {
            await next(connection);
        }
        finally
        {
            Close(address);
        }
    }));

    private bool TryOpen(IPAddress address)
    {
        lock (_gate)
        {
            var open = _open.GetValueOrDefault(address);
            _open[address] = open < max ? open + 1 : open;
            return open < max;
        }
    }

    private void Close(IPAddress address)
    {
        lock (_gate)
        {
            if (--_open[address] == 0)
            {
                _open.Remove(address);
            }
        }
    }
}
