namespace Moodstream.Grains.Interfaces.Timelines;

/// <summary>A timeline cursor was not made by this system, or belongs to another user.</summary>
[GenerateSerializer, Alias("moodstream.InvalidCursorException")]
public sealed class InvalidCursorException : Exception
{
    /// <summary>Makes the exception with its one message.</summary>
    public InvalidCursorException()
        : base("The cursor is not one that this user's timeline gave out; start again without it.")
    {
    }

    /// <summary>Makes the exception.</summary>
    /// <param name="message">What is wrong.</param>
    public InvalidCursorException(string message)
        : base(message)
    {
    }

    /// <summary>Makes the exception.</summary>
    /// <param name="message">What is wrong.</param>
    /// <param name="innerException">The cause.</param>
    public InvalidCursorException(string message, Exception innerException)
        : base(message, innerException)
    {
    }
}
