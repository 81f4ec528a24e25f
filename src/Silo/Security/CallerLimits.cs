using System.Threading.RateLimiting;
using Moodstream.Silo.Configuration.Options;

namespace Moodstream.Silo.Security;

/// <summary>Keeps one caller from taking what all others need: requests a second, and at a time.</summary>
internal static class CallerLimits
{
    private const int StepsPerSecond = 10;
    private const int BurstSeconds = 2;
    private const string RetryAfter = "1";

    /// <summary>Adds the limits.</summary>
    /// <param name="services">The services.</param>
    /// <param name="http">How much.</param>
    /// <param name="endless">Name of the endpoint whose answers do not end, and which counts its readers itself.</param>
    public static void AddCallerLimits(this IServiceCollection services, HttpOptions http, string endless) => services.AddRateLimiter(limits =>
    {
        limits.RejectionStatusCode = StatusCodes.Status429TooManyRequests;
        limits.GlobalLimiter = PartitionedRateLimiter.CreateChained(
            PartitionedRateLimiter.Create<HttpContext, string>(context => RateLimitPartition.GetTokenBucketLimiter(Caller.Of(context), _ => new TokenBucketRateLimiterOptions
            {
                TokenLimit = http.MaxRequestsPerSecond * BurstSeconds,
                TokensPerPeriod = Math.Max(1, http.MaxRequestsPerSecond / StepsPerSecond),
                ReplenishmentPeriod = TimeSpan.FromSeconds(1) / Math.Min(StepsPerSecond, http.MaxRequestsPerSecond),
            })),
            PartitionedRateLimiter.Create<HttpContext, string>(context =>
                context.GetEndpoint()?.Metadata.GetMetadata<IEndpointNameMetadata>()?.EndpointName == endless
                    ? RateLimitPartition.GetNoLimiter(string.Empty)
                    : RateLimitPartition.GetConcurrencyLimiter(Caller.Of(context), _ => new ConcurrencyLimiterOptions { PermitLimit = http.MaxRequestsAtOnce })));
        limits.OnRejected = async (rejection, _) =>
        {
            rejection.HttpContext.Response.Headers.RetryAfter = RetryAfter;
            await Results.Problem(
                "You send more than Http:MaxRequestsPerSecond or Http:MaxRequestsAtOnce admits of one caller; try again in a moment.",
                statusCode: StatusCodes.Status429TooManyRequests).ExecuteAsync(rejection.HttpContext);
        };
    });
}
