using Moodstream.Abstractions.Posts;
using Moodstream.Grains.Interfaces.Faults;

namespace Moodstream.Grains.Encoders;

/// <summary>No living silo offers a device that could be reached.</summary>
/// <param name="modality">What was to be encoded.</param>
/// <param name="failed">How many devices were tried.</param>
/// <param name="cause">What the last of them said.</param>
[GenerateSerializer, Alias("moodstream.NoDeviceException")]
internal sealed class NoDeviceException(Modality modality, int failed, Exception? cause) : PassingFaultException(
    failed == 0
        ? $"No living silo announces a device for '{modality}'; try again when one has joined."
        : $"None of the {failed} devices tried took the contents of '{modality}'; try again later. The last one said: {cause?.Message}",
    cause);
