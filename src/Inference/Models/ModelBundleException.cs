namespace Moodstream.Inference.Models;

/// <summary>A model bundle, or a network that it needs, is missing, damaged, or does not reproduce its own examples. The message is one line.</summary>
/// <param name="message">One line: what is wrong, where, and the remedy.</param>
/// <param name="innerException">The cause.</param>
public sealed class ModelBundleException(string message, Exception? innerException = null) : Exception(message, innerException);
