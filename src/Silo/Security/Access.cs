using System.Collections.Frozen;
using Microsoft.AspNetCore.Authentication;
using Microsoft.AspNetCore.Authentication.Cookies;
using Microsoft.AspNetCore.Authentication.JwtBearer;
using Microsoft.AspNetCore.Authorization;
using Microsoft.AspNetCore.Authorization.Policy;
using Microsoft.Extensions.Options;
using Microsoft.IdentityModel.Tokens;
using Moodstream.Silo.Configuration.Options;

namespace Moodstream.Silo.Security;

/// <summary>Asks callers who they are, by API key, token or session, and holds their roles against what they ask for.</summary>
internal static class Access
{
    private const string Scheme = "bearer";

    /// <summary>The claim by which limits and the audit log know somebody.</summary>
    public const string Subject = "sub";

    /// <summary>A browser adds the cookie by itself, so that it counts for our own pages alone, whatever other pages may do with a key or a token.</summary>
    private static readonly IReadOnlySet<string> OwnPagesOnly = FrozenSet<string>.Empty;

    /// <summary>Adds the rules; without keys and without an authority everybody has all roles.</summary>
    /// <param name="services">The services.</param>
    /// <param name="auth">Who may.</param>
    public static void AddAccess(this IServiceCollection services, AuthOptions auth)
    {
        services.AddSingleton(Options.Create(auth));
        services.AddSingleton<Audit>();
        services.AddSingleton<IAuthorizationMiddlewareResultHandler, RefusalHandler>();
        var authentication = services.AddAuthentication(Scheme)
            .AddPolicyScheme(Scheme, null, options => options.ForwardDefaultSelector = context => SchemeOf(context.Request, auth))
            .AddScheme<AuthenticationSchemeOptions, ApiKeyHandler>(ApiKeyHandler.SchemeName, null);
        if (auth.Authority is { } authority)
        {
            authentication.AddJwtBearer(options =>
            {
                options.Authority = authority;
                options.Audience = auth.Audience;
                // The setting admits plain HTTP on this machine alone.
                options.RequireHttpsMetadata = authority.StartsWith(Uri.UriSchemeHttps, StringComparison.OrdinalIgnoreCase);
                options.MapInboundClaims = false;
                options.TokenValidationParameters = new TokenValidationParameters { NameClaimType = Subject, RoleClaimType = auth.RoleClaim };
            });
        }

        var authorization = services.AddAuthorizationBuilder();
        foreach (var role in Roles.All)
        {
            authorization.AddPolicy(role, policy =>
            {
                if (auth.IsRequired)
                {
                    policy.RequireRole(role, Roles.Administer);
                }
                else
                {
                    policy.RequireAssertion(static _ => true);
                }
            });
        }
    }

    /// <summary>By what a request shows who sends it.</summary>
    private static string SchemeOf(HttpRequest request, AuthOptions auth)
    {
        var shown = ApiKeyHandler.Shown(request);
        if (auth.HasSignIn && shown.Length == 0 && !CrossSiteRequests.IsRefused(request, OwnPagesOnly))
        {
            return CookieAuthenticationDefaults.AuthenticationScheme;
        }

        return auth.Authority is null || shown.Length == 0 || shown.StartsWith(ApiKey.Prefix, StringComparison.Ordinal)
            ? ApiKeyHandler.SchemeName
            : JwtBearerDefaults.AuthenticationScheme;
    }

    /// <summary>Tells in words what is missing, and writes it into the audit log.</summary>
    private sealed class RefusalHandler(Audit audit, IOptions<AuthOptions> auth) : IAuthorizationMiddlewareResultHandler
    {
        private const string ShowKey = "Show a key or a token that is valid here, as Authorization: Bearer …";

        public async Task HandleAsync(RequestDelegate next, HttpContext context, AuthorizationPolicy policy, PolicyAuthorizationResult authorizeResult)
        {
            if (authorizeResult.Succeeded)
            {
                await next(context);
                return;
            }

            var role = context.GetEndpoint()?.Metadata.GetMetadata<IAuthorizeData>()?.Policy;
            if (authorizeResult.Challenged)
            {
                await context.ChallengeAsync();
                await RefuseAsync(StatusCodes.Status401Unauthorized, auth.Value.HasSignIn ? $"{ShowKey}, or sign in at /sign-in." : $"{ShowKey}.");
            }
            else
            {
                await RefuseAsync(StatusCodes.Status403Forbidden, $"You do not have the role {role}.");
            }

            Task RefuseAsync(int status, string detail)
            {
                audit.Refused(context, status, $"wants the role {role}");
                return Results.Problem(detail, statusCode: status).ExecuteAsync(context);
            }
        }
    }
}
