using Microsoft.AspNetCore.Authentication;

namespace Moodstream.Silo.Security;

/// <summary>When that by which a caller was let in runs out: an answer that goes on for as long as it is read, such as the live feed, ends with it.</summary>
internal static class Lapse
{
    /// <summary>A timer takes no more than some weeks; who reads for longer than this is let in anew.</summary>
    private static readonly TimeSpan Longest = TimeSpan.FromDays(1);

    /// <summary>
    /// A timer counts whole milliseconds, and the clock may be set back a little meanwhile: whoever hears that the session has ended must not be let in once more.
    /// </summary>
    private static readonly TimeSpan Margin = TimeSpan.FromMilliseconds(100);

    /// <summary>Is cancelled when the caller's token or session runs out, or when the caller leaves; keys do not run out.</summary>
    /// <param name="context">The request.</param>
    /// <param name="time">Clock.</param>
    public static CancellationToken Of(HttpContext context, TimeProvider time)
    {
        if (context.Features.Get<IAuthenticateResultFeature>()?.AuthenticateResult?.Properties?.ExpiresUtc is not { } end)
        {
            return context.RequestAborted;
        }

        var left = end + Margin - time.GetUtcNow();
        var lapse = new CancellationTokenSource(left < TimeSpan.Zero ? TimeSpan.Zero : left < Longest ? left : Longest, time);
        var either = CancellationTokenSource.CreateLinkedTokenSource(lapse.Token, context.RequestAborted);
        context.Response.RegisterForDispose(lapse);
        context.Response.RegisterForDispose(either);
        return either.Token;
    }
}
