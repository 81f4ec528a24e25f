namespace Moodstream.Grains.Storage;

/// <summary>A store cannot be used. The message is one line that names the setting and the remedy.</summary>
/// <param name="message">What is wrong and what to change.</param>
/// <param name="innerException">The cause.</param>
public sealed class TimelineStoreException(string message, Exception? innerException = null) : Exception(message, innerException);
