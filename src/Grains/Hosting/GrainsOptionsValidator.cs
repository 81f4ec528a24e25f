using Microsoft.Extensions.Options;

namespace Moodstream.Grains.Hosting;

/// <summary>Refuses impossible settings of the section <c>Grains</c>.</summary>
internal sealed class GrainsOptionsValidator : IValidateOptions<GrainsOptions>
{
    /// <inheritdoc/>
    public ValidateOptionsResult Validate(string? name, GrainsOptions options) =>
        options.MaxQueuedRequests is < 1 or > 1_000_000
            ? ValidateOptionsResult.Fail($"Grains:MaxQueuedRequests is {options.MaxQueuedRequests}; set it between 1 and 1000000.")
            : ValidateOptionsResult.Success;
}
