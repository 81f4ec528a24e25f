using System.Net;
using System.Net.Sockets;

namespace Moodstream.Silo.Startup;

/// <summary>
/// Looks at ports before anything starts: a program that finds its port taken only after it has joined the cluster and
/// begun to consume would disturb others for nothing.
/// </summary>
internal static class Ports
{
    /// <summary>A port that nothing listens on at the moment.</summary>
    public static int Free()
    {
        using var socket = new Socket(AddressFamily.InterNetwork, SocketType.Stream, ProtocolType.Tcp);
        socket.Bind(new IPEndPoint(IPAddress.Loopback, 0));
        return ((IPEndPoint)socket.LocalEndPoint!).Port;
    }

    /// <summary>Checks the addresses of the HTTP server.</summary>
    /// <param name="urls">Addresses separated by semicolons.</param>
    /// <param name="setting">The setting that they come from.</param>
    /// <exception cref="StartupException">One of them is none, or cannot be listened on.</exception>
    public static void EnsureUrls(string urls, string setting = "urls")
    {
        foreach (var url in urls.Split(';', StringSplitOptions.RemoveEmptyEntries | StringSplitOptions.TrimEntries))
        {
            BindingAddress address;
            try
            {
                address = BindingAddress.Parse(url);
            }
            catch (FormatException)
            {
                throw new StartupException($"The setting {setting} holds '{url}', which is no address; write --{setting}=http://HOST:PORT.");
            }

            if (!address.IsUnixPipe && !address.IsNamedPipe)
            {
                EnsureFree(Resolve(address.Host), address.Port, setting, $"start with --{setting}=http://{address.Host}:PORT");
            }
        }
    }

    /// <summary>Checks one port.</summary>
    /// <param name="address">Address to listen on.</param>
    /// <param name="port">The port; 0 is always free.</param>
    /// <param name="setting">The setting that it comes from.</param>
    /// <param name="remedy">What to change.</param>
    /// <exception cref="StartupException">It cannot be listened on.</exception>
    public static void EnsureFree(IPAddress address, int port, string setting, string remedy)
    {
        if (port == 0)
        {
            return;
        }

        try
        {
            using var socket = new Socket(address.AddressFamily, SocketType.Stream, ProtocolType.Tcp);
            socket.Bind(new IPEndPoint(address, port));
            socket.Listen();
        }
        catch (SocketException exception)
        {
            var problem = exception.SocketErrorCode switch
            {
                SocketError.AddressAlreadyInUse => "is already in use",
                SocketError.AccessDenied => "may not be listened on by this user",
                SocketError.AddressNotAvailable => "is no address of this machine",
                _ => $"cannot be listened on ({exception.SocketErrorCode})",
            };
            throw new StartupException($"{new IPEndPoint(address, port)} (setting {setting}) {problem}; {remedy}.");
        }
    }

    /// <summary>Kestrel takes any name other than localhost and IP addresses as all interfaces.</summary>
    private static IPAddress Resolve(string host) =>
        IPAddress.TryParse(host.Trim('[', ']'), out var address) ? address
        : string.Equals(host, "localhost", StringComparison.OrdinalIgnoreCase) ? IPAddress.Loopback
        : IPAddress.Any;
}
