using System.CommandLine;

namespace Moodstream.Silo.Cli;

/// <summary><c>deadletters</c>: what became of posts that can never be classified, and the way back.</summary>
internal sealed class DeadLettersCommand : Command
{
    /// <summary>Makes the command.</summary>
    /// <param name="settings">Settings from the command line.</param>
    public DeadLettersCommand(IReadOnlyDictionary<string, string?> settings)
        : base("deadletters", "List dead letters, and send their posts again after a correction. It never shows what a post says.")
    {
        Add(new DeadLetterListCommand(settings));
        Add(new DeadLetterShowCommand(settings));
        Add(new DeadLetterRedriveCommand(settings));
    }
}
