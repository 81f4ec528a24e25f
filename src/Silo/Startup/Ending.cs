namespace Moodstream.Silo.Startup;

/// <summary>Ends the program while it runs, in order and with one line, because it must not go on; a supervisor starts it again.</summary>
/// <param name="lifetime">The program's.</param>
/// <param name="logger">Log.</param>
internal sealed partial class Ending(IHostApplicationLifetime lifetime, ILogger<Ending> logger)
{
    private volatile bool _hasBegun;

    /// <summary>Whether the program ends because it must not go on.</summary>
    public bool HasBegun => _hasBegun;

    /// <summary>Ends the program.</summary>
    /// <param name="reason">Why, and what to do about it, in one line.</param>
    public void Begin(string reason)
    {
        _hasBegun = true;
        LogEnding(reason);
        lifetime.StopApplication();
    }

    [LoggerMessage(LogLevel.Critical, "This silo stops: {Reason}")]
    private partial void LogEnding(string reason);
}
