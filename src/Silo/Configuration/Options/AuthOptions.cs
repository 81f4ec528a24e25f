using System.ComponentModel.DataAnnotations;
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
    /// Whether a silo may serve everybody although it listens beyond this machine and neither keys nor an authority are set. It says so at each
    /// start.
    /// </summary>
    public bool AllowAnonymous { get; set; }

    /// <summary>Whether callers have to show who they are.</summary>
    public bool IsRequired => ApiKeys.Count > 0 || Authority is not null;

    /// <summary>The keys, read.</summary>
    internal IEnumerable<(string Name, string[] Roles, string Hash)> Keys => ApiKeys.Select(key => Read(key.Key, key.Value));

    /// <inheritdoc/>
    IEnumerable<ValidationResult> IValidatableObject.Validate(ValidationContext validationContext)
    {
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
