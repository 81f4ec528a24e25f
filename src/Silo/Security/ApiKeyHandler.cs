using System.Security.Claims;
using System.Text.Encodings.Web;
using Microsoft.AspNetCore.Authentication;
using Microsoft.Extensions.Options;
using Microsoft.Net.Http.Headers;
using Moodstream.Silo.Configuration.Options;

namespace Moodstream.Silo.Security;

/// <summary>Knows programs by the key in <c>Authorization: Bearer …</c>.</summary>
/// <param name="auth">The keys' hashes.</param>
/// <param name="options">Options of the scheme.</param>
/// <param name="loggers">Log.</param>
/// <param name="encoder">What the platform wants.</param>
internal sealed class ApiKeyHandler(
    IOptions<AuthOptions> auth, IOptionsMonitor<AuthenticationSchemeOptions> options, ILoggerFactory loggers, UrlEncoder encoder)
    : AuthenticationHandler<AuthenticationSchemeOptions>(options, loggers, encoder)
{
    /// <summary>Name of the scheme.</summary>
    public const string SchemeName = "api-key";

    private const string Bearer = "Bearer ";

    /// <summary>What a request shows after <c>Bearer</c>, or an empty string.</summary>
    /// <param name="request">The request.</param>
    public static string Shown(HttpRequest request) =>
        request.Headers[HeaderNames.Authorization].ToString() is var header && header.StartsWith(Bearer, StringComparison.OrdinalIgnoreCase) ? header[Bearer.Length..].Trim() : string.Empty;

    /// <inheritdoc/>
    protected override Task<AuthenticateResult> HandleAuthenticateAsync()
    {
        var shown = Shown(Request);
        if (shown.Length == 0)
        {
            return Task.FromResult(AuthenticateResult.NoResult());
        }

        var hash = ApiKey.Hash(shown);
        var (name, roles, _) = auth.Value.Keys.FirstOrDefault(key => ApiKey.AreSame(key.Hash, hash));
        if (name is null)
        {
            return Task.FromResult(AuthenticateResult.Fail("There is no such key."));
        }

        var identity = new ClaimsIdentity(
            [new Claim(ClaimTypes.Name, $"key:{name}"), .. roles.Select(role => new Claim(ClaimTypes.Role, role))], SchemeName);
        return Task.FromResult(AuthenticateResult.Success(new AuthenticationTicket(new ClaimsPrincipal(identity), SchemeName)));
    }

    /// <inheritdoc/>
    protected override Task HandleChallengeAsync(AuthenticationProperties properties)
    {
        Response.Headers.WWWAuthenticate = Bearer.TrimEnd();
        return base.HandleChallengeAsync(properties);
    }
}
