namespace Moodstream.Trainer.Errors;

/// <summary>A mistake that the user can mend. The message is one line: what is wrong, where, and what to change.</summary>
internal sealed class TrainerException(string message, Exception? inner = null) : Exception(message, inner);
