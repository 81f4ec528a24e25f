using Moodstream.Grains.Interfaces.Faults;

namespace Moodstream.Grains.Fusion;

/// <summary>
/// Vectors of another version of the model reached the classifier, as happens while silos change models.
/// </summary>
[GenerateSerializer, Alias("moodstream.ModelVersionException")]
internal sealed class ModelVersionException : PassingFaultException
{
    /// <summary>Makes the exception.</summary>
    public ModelVersionException()
        : this("Vectors of different model versions must not be pooled; try again when every silo runs the same model.")
    {
    }

    /// <summary>Makes the exception.</summary>
    /// <param name="message">What is wrong.</param>
    public ModelVersionException(string message)
        : base(message)
    {
    }

    /// <summary>Makes the exception.</summary>
    /// <param name="message">What is wrong.</param>
    /// <param name="innerException">The cause.</param>
    public ModelVersionException(string message, Exception innerException)
        : base(message, innerException)
    {
    }

    /// <summary>Makes the exception.</summary>
    /// <param name="got">Version of the vectors.</param>
    /// <param name="wanted">Version of the classifier.</param>
    public ModelVersionException(string got, string wanted)
        : this($"Vectors of model version {got} reached a classifier of version {wanted}; try again when every silo runs the same model.")
    {
    }
}
