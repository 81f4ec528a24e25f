namespace Moodstream.Grains.Storage;

/// <summary>The embedded store cannot be used. The message is one line that names the setting and the remedy.</summary>
public sealed class TimelineStoreException : Exception
{
    /// <summary>Makes the exception.</summary>
    public TimelineStoreException()
        : this("The timeline store cannot be used.")
    {
    }

    /// <summary>Makes the exception.</summary>
    /// <param name="message">What is wrong and what to change.</param>
    public TimelineStoreException(string message)
        : base(message)
    {
    }

    /// <summary>Makes the exception.</summary>
    /// <param name="message">What is wrong and what to change.</param>
    /// <param name="innerException">The cause.</param>
    public TimelineStoreException(string message, Exception innerException)
        : base(message, innerException)
    {
    }
}
