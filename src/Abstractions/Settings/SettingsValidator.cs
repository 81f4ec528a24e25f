using Microsoft.Extensions.Options;

namespace Moodstream.Abstractions.Settings;

/// <summary>Checks options against what their class declares.</summary>
internal sealed class SettingsValidator<T>(SettingsSection section) : IValidateOptions<T>
    where T : class
{
    public ValidateOptionsResult Validate(string? name, T options)
    {
        var faults = section.Faults(options);
        return faults.Count == 0 ? ValidateOptionsResult.Success : ValidateOptionsResult.Fail(faults);
    }
}
