using System.Net;
using System.Net.Sockets;
using Moodstream.Silo.Clustering;
using Moodstream.Silo.Startup;

namespace Moodstream.Silo.Tests.Clustering;

[Trait("Category", "Unit")]
public sealed class MemberWaitTests
{
    private static CancellationToken Token => TestContext.Current.CancellationToken;

    [Fact]
    public async Task A_member_answers_where_somebody_listens_at_its_address()
    {
        using var listener = new TcpListener(IPAddress.Loopback, 0);
        listener.Start();

        Assert.True(await MemberWait.AnswersAsync((IPEndPoint)listener.LocalEndpoint, Token));
        Assert.False(await MemberWait.AnswersAsync(new IPEndPoint(IPAddress.Loopback, Ports.Free()), Token));
    }
}
