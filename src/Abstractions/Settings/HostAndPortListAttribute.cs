using System.ComponentModel.DataAnnotations;
using System.Globalization;

namespace Moodstream.Abstractions.Settings;

/// <summary>The setting must be a comma-separated list of <c>HOST:PORT</c>, with ports from 1 to 65,535, or be left out or blank.</summary>
[AttributeUsage(AttributeTargets.Property)]
public sealed class HostAndPortListAttribute() : ValidationAttribute
{
    /// <inheritdoc/>
    public override bool IsValid(object? value) =>
        value is null || (value is string list && (string.IsNullOrWhiteSpace(list) || list.Split(',').All(entry => IsHostAndPort(entry.Trim()))));

    private static bool IsHostAndPort(string entry)
    {
        var colon = entry.LastIndexOf(':');
        return colon > 0 && !entry.Contains(' ', StringComparison.Ordinal)
            && ushort.TryParse(entry.AsSpan(colon + 1), NumberStyles.None, CultureInfo.InvariantCulture, out var port) && port > 0;
    }
}
