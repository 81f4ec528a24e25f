using System.CommandLine;

namespace Moodstream.Trainer;

/// <summary>Runs commands and turns the user's mistakes into one line and an exit code.</summary>
internal static class CommandLine
{
    private const int Failed = 1;
    private const int Cancelled = 130;

    /// <summary>Runs the command that the arguments name.</summary>
    /// <returns>0 for success, 1 for a mistake, 130 after Ctrl-C.</returns>
    public static async Task<int> RunAsync(RootCommand root, string[] arguments)
    {
        ParseResult parsed = root.Parse(arguments);
        if (parsed.Errors.Count > 0)
        {
            await Console.Error.WriteLineAsync(parsed.Errors[0].Message);
            return Failed;
        }

        try
        {
            return await parsed.InvokeAsync(new InvocationConfiguration { EnableDefaultExceptionHandler = false });
        }
        catch (TrainerException exception)
        {
            await Console.Error.WriteLineAsync(exception.Message);
            return Failed;
        }
        catch (OperationCanceledException)
        {
            await Console.Error.WriteLineAsync("Stopped.");
            return Cancelled;
        }
    }
}
