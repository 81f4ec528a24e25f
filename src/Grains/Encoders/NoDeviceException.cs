using Moodstream.Grains.Interfaces.Faults;

namespace Moodstream.Grains.Encoders;

/// <summary>No living silo offers a device that could be reached.</summary>
[GenerateSerializer, Alias("moodstream.NoDeviceException")]
internal sealed class NoDeviceException : PassingFaultException
{
    /// <summary>Makes the exception.</summary>
    public NoDeviceException()
        : this(0, null)
    {
    }

    /// <summary>Makes the exception.</summary>
    /// <param name="message">What is wrong.</param>
    public NoDeviceException(string message)
        : base(message)
    {
    }

    /// <summary>Makes the exception.</summary>
    /// <param name="message">What is wrong.</param>
    /// <param name="innerException">The cause.</param>
    public NoDeviceException(string message, Exception? innerException)
        : base(message, innerException)
    {
    }

    /// <summary>Makes the exception.</summary>
    /// <param name="failed">How many devices were tried.</param>
    /// <param name="cause">What the last of them said.</param>
    public NoDeviceException(int failed, Exception? cause)
        : base(
            failed == 0
                ? "No living silo announces a device for pictures; try again when one has joined."
                : $"None of the {failed} devices tried took the pictures; try again later. The last one said: {cause?.Message}",
            cause)
    {
    }
}
