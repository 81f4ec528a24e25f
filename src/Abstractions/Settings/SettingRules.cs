using System.ComponentModel.DataAnnotations;
using System.Globalization;

namespace Moodstream.Abstractions.Settings;

/// <summary>
/// Puts validation attributes into words. Their <see cref="ValidationAttribute.ErrorMessage"/> is the part of a fault
/// after the setting's value, such as <c>it must be HOST:PORT</c>; ranges and required values need none.
/// </summary>
internal static class SettingRules
{
    public static bool Holds(ValidationAttribute rule, object? value)
    {
        try
        {
            return rule.IsValid(value);
        }
        catch (OverflowException)
        {
            // A range of int over a property of long meets a value that int cannot hold: that is outside it.
            return false;
        }
    }

    public static string Demand(ValidationAttribute rule) => rule switch
    {
        { ErrorMessage: { } message } => message,
        RangeAttribute range => $"it must be from {Text(range.Minimum)} to {Text(range.Maximum)}",
        OneOfAttribute choice => $"it must be {Listed(choice.Values)}",
        RequiredAttribute => "give it a value",
        _ => throw new InvalidOperationException($"{rule.GetType().Name} needs an ErrorMessage that says what the setting must be."),
    };

    /// <summary>The values that a rule allows, for a table; null where only words can tell.</summary>
    public static string? Allowed(ValidationAttribute rule) => rule switch
    {
        RangeAttribute range => $"{Text(range.Minimum)}–{Text(range.Maximum)}",
        OneOfAttribute choice => Listed(choice.Values.Select(value => $"`{value}`")),
        _ => null,
    };

    public static string Text(object? value) => Convert.ToString(value, CultureInfo.InvariantCulture) ?? string.Empty;

    private static string Listed(IEnumerable<string> values) => string.Join(" or ", values);
}
