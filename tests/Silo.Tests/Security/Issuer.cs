using System.Security.Cryptography;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Hosting;
using Microsoft.AspNetCore.Hosting.Server;
using Microsoft.AspNetCore.Hosting.Server.Features;
using Microsoft.AspNetCore.Http;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging;
using Microsoft.IdentityModel.JsonWebTokens;
using Microsoft.IdentityModel.Tokens;

namespace Moodstream.Silo.Tests.Security;

/// <summary>An OpenID Connect provider on this machine.</summary>
internal sealed class Issuer : IAsyncDisposable
{
    private readonly RSA _rsa = RSA.Create(2048);
    private readonly WebApplication _app;

    public Issuer()
    {
        var builder = WebApplication.CreateSlimBuilder();
        builder.Logging.ClearProviders();
        builder.WebHost.UseUrls("http://127.0.0.1:0");
        _app = builder.Build();
        _app.MapGet("/.well-known/openid-configuration", () => Results.Json(new { issuer = Address, jwks_uri = $"{Address}/keys" }));
        _app.MapGet("/keys", () => Results.Json(new { keys = new[] { PublicKey() } }));
    }

    public string Address => _app.Services.GetRequiredService<IServer>().Features.Get<IServerAddressesFeature>()!.Addresses.Single();

    public Task StartAsync() => _app.StartAsync();

    /// <summary>Makes a token.</summary>
    public string Token(string subject, string[] roles, string audience = "moodstream", TimeSpan? age = null, RSA? key = null) => new JsonWebTokenHandler { SetDefaultTimesOnTokenCreation = false }.CreateToken(new SecurityTokenDescriptor
    {
        Issuer = Address,
        Audience = audience,
        Expires = DateTime.UtcNow.AddMinutes(10) - (age ?? TimeSpan.Zero),
        Claims = new Dictionary<string, object> { ["sub"] = subject, ["roles"] = roles },
        SigningCredentials = new SigningCredentials(new RsaSecurityKey(key ?? _rsa) { KeyId = "one" }, SecurityAlgorithms.RsaSha256),
    });

    public async ValueTask DisposeAsync()
    {
        await _app.DisposeAsync();
        _rsa.Dispose();
    }

    private object PublicKey()
    {
        var key = _rsa.ExportParameters(includePrivateParameters: false);
        return new { kty = "RSA", use = "sig", kid = "one", n = Base64UrlEncoder.Encode(key.Modulus), e = Base64UrlEncoder.Encode(key.Exponent) };
    }
}
