using System.CommandLine;
using Moodstream.Trainer.Errors;
using Spectre.Console;

namespace Moodstream.Trainer.Commands;

/// <summary>Runs commands and turns the user's mistakes into one line and an exit code.</summary>
internal static class CommandLine
{
    private const int Failed = 1;
    private const int Cancelled = 130;
    private static readonly TimeSpan TimeToSave = TimeSpan.FromSeconds(30);

    /// <summary>Runs the command that the arguments name.</summary>
    /// <param name="arguments">The arguments of the process.</param>
    /// <param name="cancellationToken">Stops the command, as Ctrl-C does.</param>
    /// <returns>0 for success, 1 for a mistake, 130 after Ctrl-C.</returns>
    public static async Task<int> RunAsync(string[] arguments, CancellationToken cancellationToken = default)
    {
        RootCommand root = new("Moodstream's trainer: learns models from labelled posts and evaluates them.");
        root.Subcommands.Add(TrainCommand.Make());
        root.Subcommands.Add(CompareCommand.Make());
        root.Subcommands.Add(EvaluateCommand.Make());
        root.Subcommands.Add(PredictCommand.Make());
        root.Subcommands.Add(JoinCommand.Make());
        root.Subcommands.Add(QuantizeCommand.Make());
        root.Subcommands.Add(ConvertFacesCommand.Make());
        var parsed = root.Parse(arguments);
        if (parsed.Errors.Count > 0)
        {
            await Console.Error.WriteLineAsync(Explain(parsed, root));
            return Failed;
        }

        // A console of its own for every run: the shared one would hold on to the first run's output.
        AnsiConsole.Console = AnsiConsole.Create(new AnsiConsoleSettings());
        try
        {
            InvocationConfiguration invocation = new() { EnableDefaultExceptionHandler = false, ProcessTerminationTimeout = TimeToSave };
            return await parsed.InvokeAsync(invocation, cancellationToken);
        }
        catch (TrainerException exception)
        {
            await Console.Error.WriteLineAsync(exception.Message);
            return Failed;
        }
        catch (Exception exception) when (exception is IOException or UnauthorizedAccessException)
        {
            await Console.Error.WriteLineAsync(exception.Message.ReplaceLineEndings(" "));
            return Failed;
        }
        catch (OperationCanceledException)
        {
            bool trains = parsed.CommandResult.Command.Name is TrainCommand.Name or CompareCommand.Name;
            await Console.Error.WriteLineAsync(trains ? "Stopped. The training goes on from here when the same command runs again." : "Stopped.");
            return Cancelled;
        }
    }

    private static string Explain(ParseResult parsed, RootCommand root)
    {
        string verbs = string.Join(", ", root.Subcommands.Select(verb => verb.Name));
        if (parsed.CommandResult.Command != root)
        {
            return parsed.Errors[0].Message.ReplaceLineEndings(" ");
        }

        return parsed.UnmatchedTokens.Count > 0
            ? $"Unknown argument '{parsed.UnmatchedTokens[0]}': the commands are {verbs}. See --help."
            : $"Name a command: {verbs}. See --help.";
    }
}
