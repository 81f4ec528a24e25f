namespace Moodstream.Inference.Models;

/// <summary>A device of <c>Inference:Devices</c> cannot be used. The message is one line that says what to change.</summary>
/// <param name="message">One line: the setting, the cause, the remedy.</param>
public sealed class DeviceUnavailableException(string message) : Exception(message);
