namespace Moodstream.Inference.Models;

/// <summary>A device of <c>Inference:Devices</c> cannot be used. The message is one line that says what to change.</summary>
public sealed class DeviceUnavailableException : Exception
{
    /// <summary>Makes the exception.</summary>
    public DeviceUnavailableException()
    {
    }

    /// <summary>Makes the exception.</summary>
    /// <param name="message">One line: the setting, the cause, the remedy.</param>
    public DeviceUnavailableException(string message)
        : base(message)
    {
    }

    /// <summary>Makes the exception.</summary>
    /// <param name="message">One line: the setting, the cause, the remedy.</param>
    /// <param name="innerException">The cause.</param>
    public DeviceUnavailableException(string message, Exception innerException)
        : base(message, innerException)
    {
    }
}
