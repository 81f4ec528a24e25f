using System.ComponentModel.DataAnnotations;
using Moodstream.Abstractions.Settings;

namespace Moodstream.Silo.Configuration.Options;

/// <summary>Settings that stand in files of their own.</summary>
[SettingsSection("Secrets")]
internal sealed class SecretsOptions
{
    /// <summary>
    /// Folder with a file for each setting that is nobody's business, such as <c>/run/secrets</c>: the name of the file is that of the setting with
    /// <c>__</c> for <c>:</c>, as in <c>Cluster__Redis</c>, and its content the value. They win over files and environment.
    /// </summary>
    [MinLength(1, ErrorMessage = "name a folder, or leave it out")]
    public string? Path { get; set; }
}
