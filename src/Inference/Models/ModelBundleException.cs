namespace Moodstream.Inference.Models;

/// <summary>A model bundle, or a network that it needs, is missing, damaged, or does not reproduce its own examples. The message is one line.</summary>
public sealed class ModelBundleException : Exception
{
    /// <summary>Makes the exception.</summary>
    public ModelBundleException()
    {
    }

    /// <summary>Makes the exception.</summary>
    /// <param name="message">One line: what is wrong, where, and the remedy.</param>
    public ModelBundleException(string message)
        : base(message)
    {
    }

    /// <summary>Makes the exception.</summary>
    /// <param name="message">One line: what is wrong, where, and the remedy.</param>
    /// <param name="innerException">The cause.</param>
    public ModelBundleException(string message, Exception innerException)
        : base(message, innerException)
    {
    }
}
