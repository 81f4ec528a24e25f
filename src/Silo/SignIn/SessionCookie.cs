using Microsoft.AspNetCore.Authentication.Cookies;
using Microsoft.AspNetCore.Authentication.OpenIdConnect;
using Moodstream.Silo.Configuration.Options;

namespace Moodstream.Silo.SignIn;

/// <summary>
/// The cookies of a sign-in: one that stands for the session, and while somebody is at the provider two that tie the way back to the browser that
/// went. Scripts cannot read them, and pages of other sites cannot make a browser send them with anything but a link. They may come with a link, since
/// the provider's way back is one.
/// </summary>
internal static class SessionCookie
{
    private const string Session = "moodstream-session";

    /// <summary>Browsers take a cookie of such a name only by TLS, from this very host, and for all of its paths.</summary>
    private const string HostPrefix = "__Host-";

    private const string SecurePrefix = "__Secure-";

    /// <summary>Makes the session a cookie.</summary>
    /// <param name="options">Options of the session.</param>
    /// <param name="auth">The settings.</param>
    public static void Configure(CookieAuthenticationOptions options, AuthOptions auth)
    {
        options.Cookie.Name = IsSecure(auth) ? HostPrefix + Session : Session;
        options.Cookie.Path = "/";
        Harden(options.Cookie, auth);
        options.ExpireTimeSpan = TimeSpan.FromMinutes(auth.SessionMinutes);
        // Roles are those of the beginning: it ends however busy somebody is.
        options.SlidingExpiration = false;
        options.Events.OnRedirectToLogin = static context =>
        {
            // Programs are told; pages are sent to sign in before they ask for anything.
            context.Response.Headers.WWWAuthenticate = "Bearer";
            return Task.CompletedTask;
        };
    }

    /// <summary>Makes the way to the provider and back one of the same browser.</summary>
    /// <param name="options">Options of the provider.</param>
    /// <param name="auth">The settings.</param>
    public static void Configure(OpenIdConnectOptions options, AuthOptions auth)
    {
        var prefix = IsSecure(auth) ? SecurePrefix : string.Empty;
        options.CorrelationCookie.Name = $"{prefix}moodstream-way.";
        options.NonceCookie.Name = $"{prefix}moodstream-nonce.";
        Harden(options.CorrelationCookie, auth);
        Harden(options.NonceCookie, auth);
    }

    private static bool IsSecure(AuthOptions auth) => auth.PublicUrl?.StartsWith(Uri.UriSchemeHttps, StringComparison.OrdinalIgnoreCase) == true;

    private static void Harden(CookieBuilder cookie, AuthOptions auth)
    {
        cookie.HttpOnly = true;
        cookie.SameSite = SameSiteMode.Lax;
        // A proxy in front may have ended TLS, so that a request looks as if it had come without.
        cookie.SecurePolicy = IsSecure(auth) ? CookieSecurePolicy.Always : CookieSecurePolicy.SameAsRequest;
    }
}
