using System.ComponentModel;
using Microsoft.AspNetCore.Authentication;
using Microsoft.AspNetCore.Authentication.Cookies;
using Microsoft.AspNetCore.Mvc;
using Microsoft.AspNetCore.WebUtilities;
using Microsoft.Extensions.Options;
using Moodstream.Silo.Configuration.Options;
using Moodstream.Silo.Security;

namespace Moodstream.Silo.SignIn;

/// <summary>Who is signed in, and the ways in and out. They are for everybody.</summary>
internal static class SessionEndpoints
{
    private const string SignedOutPage = "/signed-out.html";

    /// <summary>Adds the endpoints.</summary>
    /// <param name="app">The application.</param>
    /// <param name="auth">The settings.</param>
    public static void MapSession(this IEndpointRouteBuilder app, AuthOptions auth)
    {
        // What stands in no group comes first in the API's description, and its reference opens what comes first: that is for posts.
        app.MapGroup("/api").MapGet("/session", Read)
            .WithName("Session")
            .WithTags("Session")
            .WithSummary("Whether people sign in here, and who asks.")
            .Produces<SessionAnswer>();
        if (auth.HasSignIn)
        {
            app.MapGet("/sign-in", SignInAsync).ExcludeFromDescription();
            app.MapPost("/sign-out", SignOutAsync).ExcludeFromDescription();
        }
    }

    private static SessionAnswer Read(IOptions<AuthOptions> auth, HttpContext context) => new(
        auth.Value.HasSignIn,
        context.User.FindFirst(ProviderEvents.Name)?.Value ?? context.User.Identity?.Name);

    private static Task SignInAsync([FromQuery(Name = "return"), Description("The page to go on to.")] string? back, HttpContext context) =>
        SignInDoor.SendAsync(context, ReturnPath.Of(back));

    /// <summary>
    /// Ends the session here, and tells the page where it ends at the provider. It goes there by itself, since a form that is sent here may lead
    /// nowhere else by our content security policy.
    /// </summary>
    private static async Task<SignedOutAnswer> SignOutAsync(IOptions<AuthOptions> auth, Audit audit, HttpContext context)
    {
        audit.SignedOut(context);
        await context.SignOutAsync(CookieAuthenticationDefaults.AuthenticationScheme);
        var own = auth.Value.PublicUrl?.TrimEnd('/') ?? $"{context.Request.Scheme}://{context.Request.Host}";
        return new SignedOutAnswer(await SignInDoor.EndOfSessionAsync(context) is { } provider
            ? QueryHelpers.AddQueryString(provider, new Dictionary<string, string?> { ["client_id"] = auth.Value.ClientId, ["post_logout_redirect_uri"] = own + SignedOutPage })
            : SignedOutPage);
    }
}

/// <summary>A caller's session.</summary>
/// <param name="SignIn">Whether people can sign in here.</param>
/// <param name="Name">Who asks; null for nobody known.</param>
internal sealed record SessionAnswer(bool SignIn, string? Name);

/// <summary>A session that has ended.</summary>
/// <param name="Next">Address to go on to.</param>
internal sealed record SignedOutAnswer(string Next);
