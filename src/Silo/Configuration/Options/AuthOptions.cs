using System.ComponentModel.DataAnnotations;
using System.Diagnostics.CodeAnalysis;
using Moodstream.Abstractions.Settings;

namespace Moodstream.Silo.Configuration.Options;

/// <summary>Who may use the API. Without keys and without an authority everybody who can reach it may.</summary>
[SettingsSection("Auth")]
internal sealed class AuthOptions : IValidatableObject
{
    private const char Separator = ':';
    private const int HashLength = 64;

    /// <summary>
    /// Keys of programs by a name of your choice: roles, separated by commas, a colon, and the hash of the key, as the verb <c>api-key</c> prints
    /// it: <c>read-events,read-timelines:9F86…</c>. The key itself is nowhere in the settings.
    /// </summary>
    public IDictionary<string, string> ApiKeys { get; } = new Dictionary<string, string>(StringComparer.Ordinal);

    /// <summary>Address of the OpenID Connect provider whose tokens (JWT) are accepted, such as <c>https://login.example.org/realms/mood</c>; none for no tokens.</summary>
    [RegularExpression(
        @"https://\S+|http://(localhost|127\.0\.0\.1|\[::1\])(:\d+)?(/\S*)?",
        ErrorMessage = "write its address, which begins with https://")]
    public string? Authority { get; set; }

    /// <summary>For whom a token must have been made out (its claim <c>aud</c>).</summary>
    [Required]
    public string Audience { get; set; } = "moodstream";

    /// <summary>The claim of a token that names its bearer's roles.</summary>
    [Required]
    public string RoleClaim { get; set; } = "roles";

    /// <summary>
    /// Name of this installation at the provider (<c>client_id</c>): with it people sign in to the dashboard there; none for no sign-in. Needs
    /// <see cref="Authority"/>.
    /// </summary>
    [MinLength(1, ErrorMessage = "give it the client_id that the provider knows, or leave it out")]
    public string? ClientId { get; set; }

    /// <summary>Its secret at the provider; none where the provider knows it as a public client. Give it by a file in <c>Secrets:Path</c> or the environment.</summary>
    [MinLength(1, ErrorMessage = "give it the client's secret, or leave it out for a public client")]
    public string? ClientSecret { get; set; }

    /// <summary>
    /// Address at which browsers reach the dashboard, such as <c>https://mood.example.org</c>; none is the one that a browser asks for, which is enough
    /// on this machine alone. The provider has to know it followed by <c>/sign-in/callback</c>, and by <c>/signed-out.html</c> for the way back after a
    /// sign-out.
    /// </summary>
    [RegularExpression(
        @"https://[^/\s?#]+/?|http://(localhost|127\.0\.0\.1|\[::1\])(:\d+)?/?",
        ErrorMessage = "write an address that begins with https:// and has no path, such as https://mood.example.org")]
    public string? PublicUrl { get; set; }

    /// <summary>What is asked of the provider, separated by blanks; more than this where it tells roles only to those who ask for them.</summary>
    [Required]
    [RegularExpression(@"(\S+ +)*openid( +\S+)*", ErrorMessage = "write scopes separated by blanks, openid among them")]
    public string Scopes { get; set; } = "openid profile";

    /// <summary>How long a sign-in lasts, in minutes; what somebody may is as of its beginning.</summary>
    [Range(5, 1_440)]
    public int SessionMinutes { get; set; } = 480;

    /// <summary>
    /// Folder of the keys that sign-ins are sealed with, which all silos must share and nobody else may read; made where it does not exist. With
    /// PostgreSQL they are in the database instead.
    /// </summary>
    [Required]
    public string KeysPath { get; set; } = "data/keys";

    /// <summary>
    /// Whether a silo may serve everybody although it listens beyond this machine and neither keys nor an authority are set. It says so at each
    /// start.
    /// </summary>
    public bool AllowAnonymous { get; set; }

    /// <summary>Whether callers have to show who they are.</summary>
    public bool IsRequired => ApiKeys.Count > 0 || Authority is not null;

    /// <summary>Whether people can sign in to the dashboard.</summary>
    [MemberNotNullWhen(true, nameof(ClientId), nameof(Authority))]
    public bool HasSignIn => ClientId is not null && Authority is not null;

    /// <summary>The keys, read.</summary>
    internal IEnumerable<(string Name, string[] Roles, string Hash)> Keys => ApiKeys.Select(key => Read(key.Key, key.Value));

    /// <inheritdoc/>
    IEnumerable<ValidationResult> IValidatableObject.Validate(ValidationContext validationContext)
    {
        if (ClientId is not null && Authority is null)
        {
            yield return new ValidationResult("stands alone; set Auth:Authority to the address of the provider at which people sign in", [nameof(ClientId)]);
        }

        if (ClientId is null && ClientSecret is not null)
        {
            // Not quoted, since it is a secret.
            yield return new ValidationResult("stands alone; set Auth:ClientId as well, or leave it out", [nameof(ClientSecret)]);
        }

        foreach (var (name, roles, hash) in Keys)
        {
            if (hash.Length != HashLength || !hash.All(char.IsAsciiHexDigit))
            {
                // Not quoted, since somebody may have put the key itself there.
                yield return new ValidationResult(
                    $"has no hash of a key for {name}; make one with the verb api-key, which prints the whole setting", [nameof(ApiKeys)]);
            }
            else if (roles.Length == 0 || roles.FirstOrDefault(role => !Roles.All.Contains(role)) is not null)
            {
                yield return new ValidationResult($"names no roles or unknown ones for {name}; there are {string.Join(", ", Roles.All)}", [nameof(ApiKeys)]);
            }
        }
    }

    private static (string Name, string[] Roles, string Hash) Read(string name, string value)
    {
        var colon = value.LastIndexOf(Separator);
        return (name, colon < 0 ? [] : value[..colon].Split(',', StringSplitOptions.RemoveEmptyEntries | StringSplitOptions.TrimEntries), value[(colon + 1)..].Trim());
    }
}
