namespace Moodstream.Silo.Startup;

/// <summary>
/// The program cannot do what it was asked to. The message is one line for the operator: what is wrong, which setting
/// or argument says so, and what to change.
/// </summary>
/// <param name="message">The line.</param>
/// <param name="exitCode">Exit code of the process, not 0.</param>
internal sealed class StartupException(string message, int exitCode = StartupException.Failed) : Exception(message)
{
    /// <summary>Exit code of a program that could not start or finish.</summary>
    public const int Failed = 1;

    /// <summary>Exit code of a command line that cannot be understood.</summary>
    public const int Usage = 2;

    /// <summary>Exit code of the process.</summary>
    public int ExitCode { get; } = exitCode;
}
