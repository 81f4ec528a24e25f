using Microsoft.Extensions.Options;

namespace Moodstream.Grains.Posts;

/// <summary>Refuses impossible settings of the section <c>Fusion</c>.</summary>
internal sealed class FusionOptionsValidator : IValidateOptions<FusionOptions>
{
    /// <inheritdoc/>
    public ValidateOptionsResult Validate(string? name, FusionOptions options)
    {
        // A caller waits out the window, so it has to stay well below the 30 s after which a grain call times out.
        if (options.WindowMs is < 0 or > 20_000)
        {
            return ValidateOptionsResult.Fail($"Fusion:WindowMs is {options.WindowMs}; set it between 0 and 20000.");
        }

        return options.RetentionHours is < 1 or > 8_760
            ? ValidateOptionsResult.Fail($"Fusion:RetentionHours is {options.RetentionHours}; set it between 1 and 8760.")
            : ValidateOptionsResult.Success;
    }
}
