using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Http.Features;
using Microsoft.Extensions.Options;
using Moodstream.Silo.Configuration.Options;
using Moodstream.Silo.Http;

namespace Moodstream.Silo.Tests.Http;

[Trait("Category", "Unit")]
public sealed class RequestBodiesTests : IDisposable
{
    private const int Megabyte = 1_048_576;

    private readonly RequestBodies _bodies = new(Options.Create(new HttpOptions { MaxBodyMegabytes = 2, MaxRequestBytes = Megabyte }));

    private static CancellationToken Token => TestContext.Current.CancellationToken;

    public void Dispose() => _bodies.Dispose();

    [Theory]
    [InlineData(0, true)]
    [InlineData(1, false)]
    [InlineData(16_384, true)]
    [InlineData(16_385, false)]
    [InlineData(Megabyte, true)]
    [InlineData(Megabyte, false)]
    public async Task A_body_is_read_whole_whether_its_length_is_told_or_not(int length, bool isTold)
    {
        var request = Request(length);
        if (!isTold)
        {
            request.ContentLength = null;
        }

        Assert.Equal(length, (await _bodies.ReadAsync(request, Token)).Length);
    }

    [Fact]
    public async Task A_body_that_says_that_it_is_too_large_is_not_read()
    {
        var exception = await Assert.ThrowsAsync<BadHttpRequestException>(() => _bodies.ReadAsync(Request(Megabyte + 2), Token));

        Assert.Equal(StatusCodes.Status413PayloadTooLarge, exception.StatusCode);
    }

    [Fact]
    public async Task Bodies_beyond_the_room_are_refused_until_a_request_is_over()
    {
        var over = new Requests();
        await _bodies.ReadAsync(Request(Megabyte), Token);
        await _bodies.ReadAsync(Request(Megabyte, over), Token);
        var refused = Request(1);

        var exception = await Assert.ThrowsAsync<BadHttpRequestException>(() => _bodies.ReadAsync(refused, Token));
        Assert.Equal(StatusCodes.Status503ServiceUnavailable, exception.StatusCode);
        Assert.Equal("1", refused.HttpContext.Response.Headers.RetryAfter);

        over.End();
        await _bodies.ReadAsync(Request(Megabyte), Token);
    }

    [Fact]
    public async Task What_is_announced_and_does_not_come_takes_no_room()
    {
        var request = Request(1);
        request.ContentLength = Megabyte;
        await _bodies.ReadAsync(request, Token);
        await _bodies.ReadAsync(Request(Megabyte), Token);

        Assert.Equal(Megabyte / 2, (await _bodies.ReadAsync(Request(Megabyte / 2), Token)).Length);
    }

    private static HttpRequest Request(int length, Requests? requests = null)
    {
        var context = new DefaultHttpContext();
        context.Features.Set<IHttpResponseFeature>(requests ?? new Requests());
        context.Request.Body = new MemoryStream(new byte[length]);
        context.Request.ContentLength = length;
        return context.Request;
    }

    /// <summary>Ends requests as the server does.</summary>
    private sealed class Requests : HttpResponseFeature
    {
        private readonly List<(Func<object, Task> Callback, object State)> _completed = [];

        public override void OnCompleted(Func<object, Task> callback, object state) => _completed.Add((callback, state));

        public void End() => _completed.ForEach(each => each.Callback(each.State));
    }
}
