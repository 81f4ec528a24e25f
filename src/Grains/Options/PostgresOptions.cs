using System.ComponentModel.DataAnnotations;
using Moodstream.Abstractions.Settings;
using Npgsql;

namespace Moodstream.Grains.Options;

/// <summary>The PostgreSQL server, for the stores and the membership that are told to use it.</summary>
[SettingsSection("Postgres")]
public sealed class PostgresOptions : IValidatableObject
{
    /// <summary>
    /// Connection string (Npgsql), such as <c>Host=db;Database=moodstream;Username=moodstream;Passfile=/run/secrets/pgpass</c>. The password
    /// may also come from the environment (<c>PGPASSWORD</c>, <c>PGPASSFILE</c>). It is never logged.
    /// </summary>
    public string? ConnectionString { get; set; }

    /// <inheritdoc/>
    IEnumerable<ValidationResult> IValidatableObject.Validate(ValidationContext validationContext)
    {
        if (ConnectionString is not null && !IsConnectionString(ConnectionString))
        {
            // Not quoted, since it may hold a password.
            yield return new ValidationResult(
                "is no connection string with a host; write Host=…;Database=…;Username=… (docs/operations.md)", [nameof(ConnectionString)]);
        }
    }

    private static bool IsConnectionString(string text)
    {
        try
        {
            return !string.IsNullOrWhiteSpace(new NpgsqlConnectionStringBuilder(text).Host);
        }
        catch (Exception exception) when (exception is ArgumentException or FormatException or InvalidCastException)
        {
            return false;
        }
    }
}
