using System.Security.Cryptography;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Hosting;
using Microsoft.AspNetCore.Hosting.Server;
using Microsoft.AspNetCore.Hosting.Server.Features;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Routing;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging;
using Microsoft.IdentityModel.JsonWebTokens;
using Microsoft.IdentityModel.Tokens;

namespace Moodstream.Silo.Tests.Security;

/// <summary>An OpenID Connect provider on this machine, which makes tokens for whoever the test says.</summary>
internal class Issuer : IAsyncDisposable
{
    private readonly RSA _rsa = RSA.Create(2048);
    private readonly WebApplication _app;

    public Issuer()
    {
        var builder = WebApplication.CreateSlimBuilder();
        builder.Logging.ClearProviders();
        builder.WebHost.UseUrls("http://127.0.0.1:0");
        _app = builder.Build();
        _app.MapGet("/.well-known/openid-configuration", Describe);
        _app.MapGet("/keys", () => Results.Json(new { keys = new[] { PublicKey() } }));
    }

    public string Address => _app.Services.GetRequiredService<IServer>().Features.Get<IServerAddressesFeature>()!.Addresses.Single();

    protected IEndpointRouteBuilder Endpoints => _app;

    public Task StartAsync() => _app.StartAsync();

    /// <summary>Makes a token.</summary>
    public string Token(string subject, string[] roles, string audience = "moodstream", TimeSpan? age = null, RSA? key = null) => Sign(new SecurityTokenDescriptor
    {
        Audience = audience,
        Expires = DateTime.UtcNow.AddMinutes(10) - (age ?? TimeSpan.Zero),
        Claims = new Dictionary<string, object> { ["sub"] = subject, ["roles"] = roles },
    }, forge: key is null ? null : token => token.SigningCredentials = Credentials(key));

    public async ValueTask DisposeAsync()
    {
        await _app.DisposeAsync();
        _rsa.Dispose();
        GC.SuppressFinalize(this);
    }

    /// <summary>What it says of itself to those who ask.</summary>
    protected virtual IResult Describe() => Results.Json(new { issuer = Address, jwks_uri = $"{Address}/keys" });

    /// <summary>Makes a token of this provider, or what an attacker makes of one.</summary>
    protected string Sign(SecurityTokenDescriptor token, Action<SecurityTokenDescriptor>? forge)
    {
        token.Issuer = Address;
        token.SigningCredentials = Credentials(_rsa);
        forge?.Invoke(token);
        return new JsonWebTokenHandler { SetDefaultTimesOnTokenCreation = false }.CreateToken(token);
    }

    private static SigningCredentials Credentials(RSA key) => new(new RsaSecurityKey(key) { KeyId = "one" }, SecurityAlgorithms.RsaSha256);

    private object PublicKey()
    {
        var key = _rsa.ExportParameters(includePrivateParameters: false);
        return new { kty = "RSA", use = "sig", kid = "one", n = Base64UrlEncoder.Encode(key.Modulus), e = Base64UrlEncoder.Encode(key.Exponent) };
    }
}
