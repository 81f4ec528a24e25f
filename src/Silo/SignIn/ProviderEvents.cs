using System.Security.Claims;
using Microsoft.AspNetCore.Authentication;
using Microsoft.AspNetCore.Authentication.Cookies;
using Microsoft.AspNetCore.Authentication.OpenIdConnect;
using Microsoft.Extensions.Options;
using Moodstream.Silo.Configuration.Options;
using Moodstream.Silo.Security;

namespace Moodstream.Silo.SignIn;

/// <summary>What happens on the way to the provider and back.</summary>
/// <param name="audit">Who signed in, and who did not.</param>
/// <param name="auth">The settings.</param>
internal sealed class ProviderEvents(Audit audit, IOptions<AuthOptions> auth) : OpenIdConnectEvents
{
    /// <summary>The claim by which the dashboard calls somebody.</summary>
    public const string Name = "name";

    /// <summary>Where else a name may stand; at last the subject, which is always there.</summary>
    private static readonly string[] Names = [Name, "preferred_username", "email", Access.Subject];

    /// <inheritdoc/>
    public override Task RedirectToIdentityProvider(RedirectContext context)
    {
        if (auth.Value.PublicUrl is { } address)
        {
            context.ProtocolMessage.RedirectUri = address.TrimEnd('/') + context.Options.CallbackPath;
        }

        context.Response.Headers.CacheControl = "no-store";
        return Task.CompletedTask;
    }

    /// <summary>Keeps of a token what the session needs: a cookie goes with each request, and what it does not hold nobody can take from it.</summary>
    /// <param name="context">The token.</param>
    public override Task TokenValidated(TokenValidatedContext context)
    {
        if (context.SecurityToken.RawSignature.Length == 0)
        {
            // The platform takes a token that comes straight from the provider without a signature as well; what names roles is signed here.
            context.Fail("The token is not signed.");
            return Task.CompletedTask;
        }

        var roleClaim = auth.Value.RoleClaim;
        var claims = context.Principal!.Claims.ToLookup(claim => claim.Type, claim => claim.Value);
        context.Principal = new ClaimsPrincipal(new ClaimsIdentity(
            [
                new Claim(Access.Subject, claims[Access.Subject].First()),
                new Claim(Name, Names.SelectMany(name => claims[name]).First(name => name.Length > 0)),
                .. claims[roleClaim].Where(Roles.All.Contains).Distinct().Select(role => new Claim(roleClaim, role)),
            ],
            CookieAuthenticationDefaults.AuthenticationScheme,
            Access.Subject,
            roleClaim));
        return Task.CompletedTask;
    }

    /// <inheritdoc/>
    public override Task TicketReceived(TicketReceivedContext context)
    {
        context.Response.Headers.CacheControl = "no-store";
        audit.SignedIn(context.HttpContext, context.Principal!);
        return Task.CompletedTask;
    }

    /// <inheritdoc/>
    public override Task RemoteFailure(RemoteFailureContext context)
    {
        // Only its kind: the message may quote what a stranger wrote into the address.
        audit.SignInFailed(context.HttpContext, context.Failure?.GetBaseException().GetType().Name ?? "unknown");
        context.HandleResponse();
        return SignInDoor.TellFailureAsync(context.HttpContext, StatusCodes.Status400BadRequest);
    }
}
