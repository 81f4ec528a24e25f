using Microsoft.Extensions.Options;

namespace Moodstream.Grains.Storage;

/// <summary>Refuses impossible settings of the section <c>Timeline</c>.</summary>
internal sealed class TimelineOptionsValidator : IValidateOptions<TimelineOptions>
{
    /// <inheritdoc/>
    public ValidateOptionsResult Validate(string? name, TimelineOptions options)
    {
        if (options.Enabled && string.IsNullOrWhiteSpace(options.Path))
        {
            return ValidateOptionsResult.Fail("Timeline:Path is empty; set it to a directory, or set Timeline:Enabled=false.");
        }

        return options.CacheMegabytes is < 1 or > 65_536
            ? ValidateOptionsResult.Fail($"Timeline:CacheMegabytes is {options.CacheMegabytes}; set it between 1 and 65536.")
            : ValidateOptionsResult.Success;
    }
}
