using System.Net;
using System.Net.Sockets;
using Moodstream.Silo.Tests.Api;

namespace Moodstream.Silo.Tests.Security;

[Trait("Category", "Cluster")]
public sealed class ConnectionLimitTests : IClassFixture<ConnectionLimitTests.Narrow>
{
    private const int Timeout = 60_000;

    private readonly Narrow _host;

    public ConnectionLimitTests(Narrow host)
    {
        _host = host;
        HostFixture.Require();
    }

    private static CancellationToken Token => TestContext.Current.CancellationToken;

    [Fact(Timeout = Timeout)]
    public async Task One_address_does_not_take_all_connections()
    {
        var sockets = new List<TcpClient>();
        var isClosed = false;
        while (!isClosed && sockets.Count < 60)
        {
            var client = new TcpClient();
            sockets.Add(client);
            await client.ConnectAsync(IPAddress.Loopback, _host.Http.BaseAddress!.Port, Token);
            await client.GetStream().WriteAsync("GET /health/live HTTP/1.1\r\nHost: localhost\r\n\r\n"u8.ToArray(), Token);
            try
            {
                isClosed = await client.GetStream().ReadAsync(new byte[1], Token) == 0;
            }
            catch (IOException)
            {
                isClosed = true;
            }
        }

        Assert.True(isClosed);
        Assert.InRange(sockets.Count, 2, 51);
        sockets.ForEach(socket => socket.Dispose());
    }

    /// <summary>A host that admits few connections of one address.</summary>
    public sealed class Narrow : HostFixture
    {
        protected override IEnumerable<KeyValuePair<string, string?>> Settings => [new("Http:MaxConnectionsPerAddress", "50")];
    }
}
