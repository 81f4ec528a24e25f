using System.ComponentModel.DataAnnotations;

namespace Moodstream.Abstractions.Settings;

/// <summary>The setting must be one of these words, in whatever case.</summary>
/// <param name="values">The words.</param>
[AttributeUsage(AttributeTargets.Property)]
public sealed class OneOfAttribute(params string[] values) : ValidationAttribute
{
    /// <summary>The words.</summary>
    public IReadOnlyList<string> Values { get; } = values;

    /// <inheritdoc/>
    public override bool IsValid(object? value) => value is null || (value is string word && Values.Contains(word, StringComparer.OrdinalIgnoreCase));
}
