namespace Moodstream.Grains;

/// <summary>The silo let go of a part that waited for others. It passes: bring the part again.</summary>
[GenerateSerializer, Alias("moodstream.PostInterruptedException")]
internal sealed class PostInterruptedException : Exception
{
    /// <summary>Makes the exception with its one message.</summary>
    public PostInterruptedException()
        : this("The silo stopped while a part waited for the others of its post; deliver the part again.")
    {
    }

    /// <summary>Makes the exception.</summary>
    /// <param name="message">What is wrong.</param>
    public PostInterruptedException(string message)
        : base(message)
    {
    }

    /// <summary>Makes the exception.</summary>
    /// <param name="message">What is wrong.</param>
    /// <param name="innerException">The cause.</param>
    public PostInterruptedException(string message, Exception innerException)
        : base(message, innerException)
    {
    }
}
