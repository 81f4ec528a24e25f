using System.Collections.Concurrent;
using System.Security.Cryptography;
using System.Text;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.WebUtilities;
using Microsoft.IdentityModel.Tokens;
using Moodstream.Silo.Tests.Security;

namespace Moodstream.Silo.Tests.SignIn;

/// <summary>An OpenID Connect provider on this machine, at which somebody is signed in already. It lets a code be used once, and only by whoever began.</summary>
internal sealed class Provider : Issuer
{
    public const string ClientId = "moodstream-dashboard";
    public const string ClientSecret = "kept between the two";

    private static readonly string[] ResponseTypes = ["code"];

    private readonly ConcurrentDictionary<string, Dictionary<string, string?>> _codes = new();

    public Provider()
    {
        Endpoints.MapGet("/authorize", Authorize);
        Endpoints.MapPost("/token", TokenAsync);
    }

    /// <summary>Who is signed in here.</summary>
    public Person Person { get; set; } = Person.Reader;

    /// <summary>Whether it does not answer those who ask what it is.</summary>
    public bool IsAway { get; set; }

    /// <summary>What an attacker in its place would change in a token.</summary>
    public Action<SecurityTokenDescriptor>? Forge { get; set; }

    protected override IResult Describe() => IsAway ? Results.StatusCode(StatusCodes.Status503ServiceUnavailable) : Results.Json(new
    {
        issuer = Address,
        jwks_uri = $"{Address}/keys",
        authorization_endpoint = $"{Address}/authorize",
        token_endpoint = $"{Address}/token",
        end_session_endpoint = $"{Address}/logout",
        response_types_supported = ResponseTypes,
    });

    private IResult Authorize(HttpRequest request)
    {
        var asked = request.Query.ToDictionary(each => each.Key, each => (string?)each.Value.ToString());
        if (asked["client_id"] != ClientId || asked["response_type"] != "code" || asked["code_challenge_method"] != "S256" || !asked["scope"]!.Split(' ').Contains("openid"))
        {
            return Results.BadRequest("not the flow that was agreed");
        }

        var code = Convert.ToHexString(RandomNumberGenerator.GetBytes(16));
        _codes[code] = asked;
        return Results.Redirect(QueryHelpers.AddQueryString(asked["redirect_uri"]!, new Dictionary<string, string?> { ["code"] = code, ["state"] = asked["state"] }));
    }

    private async Task<IResult> TokenAsync(HttpRequest request)
    {
        var form = await request.ReadFormAsync();
        if (form["client_id"] != ClientId || form["client_secret"] != ClientSecret)
        {
            return Results.Json(new { error = "invalid_client" }, statusCode: StatusCodes.Status401Unauthorized);
        }

        var challenge = Base64UrlEncoder.Encode(SHA256.HashData(Encoding.ASCII.GetBytes(form["code_verifier"].ToString())));
        if (!_codes.TryRemove(form["code"].ToString(), out var asked) || asked["redirect_uri"] != form["redirect_uri"] || asked["code_challenge"] != challenge)
        {
            return Results.Json(new { error = "invalid_grant" }, statusCode: StatusCodes.Status400BadRequest);
        }

        return Results.Json(new { token_type = "Bearer", access_token = "opaque", expires_in = 300, id_token = IdToken(asked["nonce"]!) });
    }

    private string IdToken(string nonce) => Sign(
        new SecurityTokenDescriptor
        {
            Audience = ClientId,
            IssuedAt = DateTime.UtcNow,
            NotBefore = DateTime.UtcNow,
            Expires = DateTime.UtcNow.AddMinutes(5),
            Claims = new Dictionary<string, object> { ["sub"] = Person.Subject, ["name"] = Person.Name, ["roles"] = Person.Roles, ["nonce"] = nonce, ["shoe_size"] = 42 },
        },
        Forge);
}

/// <summary>Somebody who signs in.</summary>
internal sealed record Person(string Subject, string Name, params string[] Roles)
{
    public static Person Reader { get; } = new("7f3c", "Ann Onym", Silo.Configuration.Options.Roles.ReadEvents, "head-of-everything");
}
