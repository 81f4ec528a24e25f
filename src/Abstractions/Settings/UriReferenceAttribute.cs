using System.ComponentModel.DataAnnotations;

namespace Moodstream.Abstractions.Settings;

/// <summary>The setting must be a URI reference (RFC 3986): a URI, or a relative one.</summary>
[AttributeUsage(AttributeTargets.Property)]
public sealed class UriReferenceAttribute() : ValidationAttribute
{
    /// <inheritdoc/>
    public override bool IsValid(object? value) => value is string reference && Uri.IsWellFormedUriString(reference, UriKind.RelativeOrAbsolute);
}
