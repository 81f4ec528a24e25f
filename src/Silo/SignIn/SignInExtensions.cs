using Microsoft.AspNetCore.Authentication;
using Microsoft.AspNetCore.Authentication.Cookies;
using Microsoft.IdentityModel.Protocols.OpenIdConnect;
using Microsoft.IdentityModel.Tokens;
using Moodstream.Silo.Configuration.Options;
using Moodstream.Silo.Security;

namespace Moodstream.Silo.SignIn;

/// <summary>
/// Lets people sign in to the dashboard at an OpenID Connect provider (authorization code with PKCE). What is then known of them is in a cookie, and
/// counts as a token does.
/// </summary>
internal static class SignInExtensions
{
    private const string CallbackPath = "/sign-in/callback";

    /// <summary>Adds sign-in, where the settings ask for it.</summary>
    /// <param name="services">The services, with those of access.</param>
    /// <param name="auth">The settings.</param>
    public static void AddSignIn(this IServiceCollection services, AuthOptions auth)
    {
        if (!auth.HasSignIn)
        {
            return;
        }

        SessionKeys.Add(services, Path.GetFullPath(auth.KeysPath));
        services.AddSingleton<ProviderEvents>();
        new AuthenticationBuilder(services)
            .AddCookie(options => SessionCookie.Configure(options, auth))
            .AddOpenIdConnect(options =>
            {
                options.Authority = auth.Authority;
                options.ClientId = auth.ClientId;
                options.ClientSecret = auth.ClientSecret;
                // The setting admits plain HTTP on this machine alone.
                options.RequireHttpsMetadata = auth.Authority.StartsWith(Uri.UriSchemeHttps, StringComparison.OrdinalIgnoreCase);
                options.SignInScheme = CookieAuthenticationDefaults.AuthenticationScheme;
                options.ResponseType = OpenIdConnectResponseType.Code;
                // Back by a link and not by a form, which would be a change that another site's page asks for.
                options.ResponseMode = OpenIdConnectResponseMode.Query;
                options.UsePkce = true;
                options.CallbackPath = CallbackPath;
                // Both let pages of other sites end sessions, and are not needed.
                options.RemoteSignOutPath = default;
                options.SignedOutCallbackPath = default;
                options.Scope.Clear();
                foreach (var scope in auth.Scopes.Split(' ', StringSplitOptions.RemoveEmptyEntries))
                {
                    options.Scope.Add(scope);
                }

                options.SaveTokens = false;
                options.MapInboundClaims = false;
                options.DisableTelemetry = true;
                options.TokenValidationParameters = new TokenValidationParameters { NameClaimType = Access.Subject, RoleClaimType = auth.RoleClaim };
                options.EventsType = typeof(ProviderEvents);
                SessionCookie.Configure(options, auth);
            });
    }

    /// <summary>Finds out who asks, by whatever they show; serves the way back from the provider, and sends people who go to a page there. It stands in front of the pages.</summary>
    /// <param name="app">The application.</param>
    /// <param name="auth">The settings.</param>
    public static void UseSignIn(this WebApplication app, AuthOptions auth)
    {
        if (auth.HasSignIn)
        {
            // The way back ends within authentication, in front of the limits for all else, and each makes this silo ask the provider.
            app.UseWhen(context => context.Request.Path == CallbackPath, callback => callback.UseRateLimiter());
        }

        app.UseAuthentication();
        if (auth.HasSignIn)
        {
            app.UsePageGuard();
        }
    }
}
