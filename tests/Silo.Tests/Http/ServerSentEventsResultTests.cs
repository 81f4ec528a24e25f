using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Http.Features;
using Moodstream.Silo.Http;

namespace Moodstream.Silo.Tests.Http;

[Trait("Category", "Unit")]
public sealed class ServerSentEventsResultTests
{
    private static CancellationToken Token => TestContext.Current.CancellationToken;

    [Fact(Timeout = 60_000)]
    public async Task A_reader_that_takes_in_nothing_is_dropped()
    {
        var context = new DefaultHttpContext();
        var connection = new Connection();
        context.Features.Set<IHttpRequestLifetimeFeature>(connection);
        context.Response.Body = new StuckStream();

        await new ServerSentEventsResult(Pieces(1), TimeSpan.FromMilliseconds(20)).ExecuteAsync(context);

        Assert.True(connection.IsAborted);
    }

    [Fact(Timeout = 60_000)]
    public async Task A_reader_that_takes_in_is_kept_however_seldom_something_comes()
    {
        var context = new DefaultHttpContext();
        var connection = new Connection();
        context.Features.Set<IHttpRequestLifetimeFeature>(connection);
        using var body = new MemoryStream();
        context.Response.Body = body;

        await new ServerSentEventsResult(Pieces(2, TimeSpan.FromSeconds(1.5)), TimeSpan.FromSeconds(1)).ExecuteAsync(context);

        Assert.False(connection.IsAborted);
        Assert.Equal(200_000, body.Length);
    }

    private static async IAsyncEnumerable<IReadOnlyList<ReadOnlyMemory<byte>>> Pieces(int count, TimeSpan pause = default)
    {
        for (var i = 0; i < count; i++)
        {
            await Task.Delay(pause, Token);
            yield return [new byte[50_000], new byte[50_000]];
        }
    }

    private sealed class Connection : IHttpRequestLifetimeFeature
    {
        public CancellationToken RequestAborted { get; set; }

        public bool IsAborted { get; private set; }

        public void Abort() => IsAborted = true;
    }

    /// <summary>The connection of somebody who reads nothing.</summary>
    private sealed class StuckStream : MemoryStream
    {
        public override async ValueTask WriteAsync(ReadOnlyMemory<byte> buffer, CancellationToken cancellationToken = default) =>
            await Task.Delay(System.Threading.Timeout.Infinite, cancellationToken);
    }
}
