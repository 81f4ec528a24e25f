using Moodstream.Abstractions.Posts;
using Moodstream.Grains.Interfaces.Faults;

namespace Moodstream.Silo.Http;

/// <summary>Errors as problem+json (RFC 9457).</summary>
internal static class Problems
{
    /// <summary>The request is wrong.</summary>
    /// <param name="detail">What is wrong with it, for people.</param>
    public static IResult BadRequest(string detail) => Results.Problem(detail, statusCode: StatusCodes.Status400BadRequest);

    /// <summary>The request is well formed, and yet what it holds can never be classified.</summary>
    /// <param name="failure">Why; its type is the same as in dead letters.</param>
    public static IResult Unprocessable(PostFailure failure) =>
        Results.Problem(failure.Message, statusCode: StatusCodes.Status422UnprocessableEntity, type: $"urn:moodstream:error:{failure.Type}");

    /// <summary>Adds problem+json for every error, also those of the framework.</summary>
    /// <param name="services">The services.</param>
    public static IServiceCollection AddProblems(this IServiceCollection services) =>
        services
            .Configure<RouteHandlerOptions>(options => options.ThrowOnBadRequest = true)
            .AddProblemDetails(options => options.CustomizeProblemDetails = context =>
            {
                if (context.Exception is BadHttpRequestException exception)
                {
                    context.ProblemDetails.Detail = exception.Message;
                }
                else if (context.Exception is { } fault && PassingFaultException.Includes(fault))
                {
                    context.ProblemDetails.Detail = "The cluster cannot do this now, as while a silo comes or goes; try again in a moment.";
                    context.HttpContext.Response.Headers.RetryAfter = "1";
                }
            });

    /// <summary>Turns exceptions and empty errors into problem+json; a client's mistake is not logged as the program's.</summary>
    /// <param name="app">The application.</param>
    public static void UseProblems(this WebApplication app) =>
        app.UseExceptionHandler(new ExceptionHandlerOptions
        {
            StatusCodeSelector = exception =>
                exception is BadHttpRequestException request ? request.StatusCode
                : PassingFaultException.Includes(exception) ? StatusCodes.Status503ServiceUnavailable
                : StatusCodes.Status500InternalServerError,
            SuppressDiagnosticsCallback = context => context.Exception is BadHttpRequestException,
        })
            .UseStatusCodePages();
}
