using Microsoft.Extensions.Options;

namespace Moodstream.Inference.Options;

/// <summary>Checks the section <c>Inference</c> at start.</summary>
internal sealed class InferenceOptionsValidator : IValidateOptions<InferenceOptions>
{
    /// <inheritdoc/>
    public ValidateOptionsResult Validate(string? name, InferenceOptions options)
    {
        var faults = new List<string>();
        if (!options.Devices.Trim().Equals("auto", StringComparison.OrdinalIgnoreCase) && !DeviceName.TryParseList(options.Devices, out _))
        {
            faults.Add(InferenceOptions.MalformedDevices(options.Devices));
        }

        Check(nameof(InferenceOptions.MaxBatchSize), options.MaxBatchSize, 1, 256);
        Check(nameof(InferenceOptions.MaxBatchDelayMs), options.MaxBatchDelayMs, 0, 1_000);
        Check(nameof(InferenceOptions.MaxQueuedPictures), options.MaxQueuedPictures, 1, 100_000);
        Check($"{nameof(InferenceOptions.Pictures)}:{nameof(PictureOptions.MaxBytes)}", options.Pictures.MaxBytes, 1_024, 64 * 1_024 * 1_024);
        Check($"{nameof(InferenceOptions.Pictures)}:{nameof(PictureOptions.MaxPixels)}", options.Pictures.MaxPixels, 1_024, 100_000_000);
        Check($"{nameof(InferenceOptions.Pictures)}:{nameof(PictureOptions.DecodeTimeoutMs)}", options.Pictures.DecodeTimeoutMs, 100, 600_000);
        Check($"{nameof(InferenceOptions.Pictures)}:{nameof(PictureOptions.MaxConcurrentDecodes)}", options.Pictures.MaxConcurrentDecodes, 0, 256);
        return faults.Count == 0 ? ValidateOptionsResult.Success : ValidateOptionsResult.Fail(faults);

        void Check(string setting, double value, double least, double most)
        {
            // Written so that a value that is no number is refused, too.
            if (!(value >= least && value <= most))
            {
                faults.Add(FormattableString.Invariant($"{InferenceOptions.Section}:{setting} is {value}; it must be {least} to {most}."));
            }
        }
    }
}
