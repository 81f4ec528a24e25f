namespace Moodstream.Abstractions.Models;

/// <summary>
/// Embeddings of another version of the model reached the classifier, or contents a model that does not read them, as
/// happens while silos change models. It passes by itself.
/// </summary>
/// <param name="message">What met what.</param>
[GenerateSerializer, Alias("moodstream.ModelVersionException")]
public sealed class ModelVersionException(string message) : Exception(message)
{
    /// <summary>Embeddings of one version reached a classifier of another.</summary>
    /// <param name="got">Version of the embeddings.</param>
    /// <param name="wanted">Version of the classifier.</param>
    public ModelVersionException(string got, string wanted)
        : this($"Embeddings of model version {got} reached a classifier of version {wanted}; try again when every silo runs the same model.")
    {
    }
}
