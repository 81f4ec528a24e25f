using Microsoft.AspNetCore.Authentication;
using Microsoft.AspNetCore.Authentication.OpenIdConnect;
using Microsoft.Extensions.Options;
using Moodstream.Silo.Http;
using Moodstream.Silo.Security;

namespace Moodstream.Silo.SignIn;

/// <summary>Sends people to the provider, and tells them when that did not work.</summary>
internal static class SignInDoor
{
    private const string FailurePage = "sign-in-failed.html";

    /// <summary>Sends a browser to the provider.</summary>
    /// <param name="context">The request.</param>
    /// <param name="back">Where it goes on afterwards, a path of this server.</param>
    public static async Task SendAsync(HttpContext context, string back)
    {
        try
        {
            await context.ChallengeAsync(OpenIdConnectDefaults.AuthenticationScheme, new AuthenticationProperties { RedirectUri = back });
        }
        catch (InvalidOperationException exception)
        {
            // So the platform tells that the provider does not answer, or does not say where people sign in.
            context.RequestServices.GetRequiredService<Audit>().SignInFailed(context, $"the provider at Auth:Authority cannot be used ({exception.GetBaseException().GetType().Name})");
            await TellFailureAsync(context, StatusCodes.Status503ServiceUnavailable);
        }
    }

    /// <summary>Where the provider ends its own session, and sends people back from; null where it cannot be asked.</summary>
    /// <param name="context">The request.</param>
    public static async Task<string?> EndOfSessionAsync(HttpContext context)
    {
        var options = context.RequestServices.GetRequiredService<IOptionsMonitor<OpenIdConnectOptions>>().Get(OpenIdConnectDefaults.AuthenticationScheme);
        try
        {
            return (await options.ConfigurationManager!.GetConfigurationAsync(context.RequestAborted)).EndSessionEndpoint;
        }
        catch (InvalidOperationException)
        {
            return null;
        }
    }

    /// <summary>Tells that nobody was signed in: people by a page, programs by a problem.</summary>
    /// <param name="context">The request.</param>
    /// <param name="status">The HTTP status.</param>
    public static Task TellFailureAsync(HttpContext context, int status)
    {
        context.Response.StatusCode = status;
        return context.Request.WantsPage()
            ? context.SendPageAsync(context.RequestServices.GetRequiredService<IWebHostEnvironment>().WebRootFileProvider.GetFileInfo(FailurePage))
            : Results.Problem(
                "Nobody was signed in: it took too long, was begun in another browser or under another address, or the provider refused; begin again at /sign-in.",
                statusCode: status).ExecuteAsync(context);
    }
}
