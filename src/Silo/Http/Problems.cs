using Microsoft.Extensions.Options;
using Moodstream.Abstractions.Posts;
using Moodstream.Grains.Interfaces.Faults;
using Moodstream.Silo.Configuration.Options;

namespace Moodstream.Silo.Http;

/// <summary>Errors as problem+json (RFC 9457).</summary>
internal static class Problems
{
    private static readonly string[] Malformed = ["json-", "utf8-"];

    /// <summary>The request is wrong.</summary>
    /// <param name="detail">What is wrong with it, for people.</param>
    public static IResult BadRequest(string detail) => Results.Problem(detail, statusCode: StatusCodes.Status400BadRequest);

    /// <summary>What the request holds can never be classified: it is no JSON object, or it is one and no post.</summary>
    /// <param name="failure">Why; its type is the same as in dead letters.</param>
    public static IResult NoPost(PostFailure failure) => Results.Problem(
        failure.Message,
        statusCode: Malformed.Any(kind => failure.Type.StartsWith(kind, StringComparison.Ordinal)) ? StatusCodes.Status400BadRequest : StatusCodes.Status422UnprocessableEntity,
        type: TypeOf(failure));

    /// <summary>A problem's <c>type</c>.</summary>
    /// <param name="failure">Why a post can never be classified.</param>
    public static string TypeOf(PostFailure failure) => $"urn:moodstream:error:{failure.Type}";

    /// <summary>Adds problem+json for every error, also those of the framework.</summary>
    /// <param name="services">The services.</param>
    public static IServiceCollection AddProblems(this IServiceCollection services) =>
        services
            .Configure<RouteHandlerOptions>(options => options.ThrowOnBadRequest = true)
            .AddProblemDetails(options => options.CustomizeProblemDetails = context =>
            {
                var response = context.HttpContext.Response;
                if (context.ProblemDetails.Status == StatusCodes.Status405MethodNotAllowed)
                {
                    context.ProblemDetails.Detail = $"This address answers {response.Headers.Allow}, and was asked by {context.HttpContext.Request.Method}.";
                }
                else if (context.ProblemDetails is { Status: StatusCodes.Status404NotFound, Detail: null })
                {
                    context.ProblemDetails.Detail = "There is nothing at this address; /openapi/v1.json lists what there is.";
                }
                else if (context.ProblemDetails.Status == StatusCodes.Status413PayloadTooLarge)
                {
                    var options = context.HttpContext.RequestServices.GetRequiredService<IOptions<HttpOptions>>().Value;
                    context.ProblemDetails.Detail ??= $"The body is larger than Http:MaxRequestBytes admits, {options.MaxRequestBytes} bytes.";
                }
                else if (context.ProblemDetails is { Status: StatusCodes.Status415UnsupportedMediaType, Detail: null } && context.Exception is null)
                {
                    context.ProblemDetails.Detail = "This address does not read content of that type; send application/json, or what /openapi/v1.json names.";
                }
                else if (context.Exception is BadHttpRequestException exception)
                {
                    context.ProblemDetails.Detail = exception.Message;
                }
                else if (context.Exception is { } fault && PassingFaultException.Includes(fault))
                {
                    context.ProblemDetails.Detail = "The cluster cannot do this now, as while a silo comes or goes; try again in a moment.";
                    response.Headers.RetryAfter = "1";
                }
                else if (context.ProblemDetails.Status == StatusCodes.Status500InternalServerError)
                {
                    context.ProblemDetails.Detail ??= "Something failed here that should not; the log tells what, under this traceId.";
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
