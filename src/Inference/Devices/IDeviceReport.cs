using Moodstream.Inference.Models;

namespace Moodstream.Inference.Devices;

/// <summary>An encoder that runs on a device and can tell what its session really got.</summary>
internal interface IDeviceReport
{
    /// <summary>The device with its provider.</summary>
    InferenceDevice Device { get; }
}
