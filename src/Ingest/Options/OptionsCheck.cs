using System.Globalization;
using Microsoft.Extensions.Options;

namespace Moodstream.Ingest.Options;

/// <summary>Collects what is wrong with one section's settings, each message beginning with the setting's full name.</summary>
internal sealed class OptionsCheck(string section)
{
    private readonly List<string> _failures = [];

    public ValidateOptionsResult Result =>
        _failures.Count == 0 ? ValidateOptionsResult.Success : ValidateOptionsResult.Fail(_failures);

    public void Fail(string setting, string what) => _failures.Add($"{section}:{setting} {what}.");

    public void That(bool condition, string setting, string otherwise)
    {
        if (!condition)
        {
            Fail(setting, otherwise);
        }
    }

    public void Range(long value, long minimum, long maximum, string setting) =>
        That(
            value >= minimum && value <= maximum,
            setting,
            string.Create(CultureInfo.InvariantCulture, $"is {value}; it must be from {minimum} to {maximum}"));
}
