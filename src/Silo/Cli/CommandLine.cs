using System.CommandLine;
using Moodstream.Silo.Configuration;
using Moodstream.Silo.Startup;

namespace Moodstream.Silo.Cli;

/// <summary>The command line: no verb runs the silo; see <c>--help</c> for the verbs.</summary>
internal static class CommandLine
{
    /// <summary>Runs the program. An error ends as one line on standard error.</summary>
    /// <param name="args">The process's arguments.</param>
    /// <returns>The exit code: 0, <see cref="StartupException.Failed"/> or <see cref="StartupException.Usage"/>.</returns>
    public static async Task<int> RunAsync(IReadOnlyList<string> args)
    {
        try
        {
            var (settings, rest) = SettingArguments.Split(args);
            var root = new ServeCommand(settings)
            {
                new PublishCommand(settings),
                new TailCommand(settings),
                new BrokerCommand(settings),
                new DecodePicturesCommand(),
                new ApiKeyCommand(),
                new VerifyCommand(settings),
                new RebuildCommand(settings),
                new DeadLettersCommand(settings),
            };

            var result = root.Parse(rest, new ParserConfiguration { ResponseFileTokenReplacer = null });
            if (result.Errors.Count > 0)
            {
                throw new StartupException(Explain(result), StartupException.Usage);
            }

            // The host and the verbs handle signals themselves: a drain may take longer than the library would wait.
            return await result.InvokeAsync(new InvocationConfiguration
            {
                EnableDefaultExceptionHandler = false,
                ProcessTerminationTimeout = null,
            });
        }
        catch (Exception exception) when (StartupFailure.TryDescribe(exception) is { } failure)
        {
            await Console.Error.WriteLineAsync(failure.Message);
            return failure.ExitCode;
        }
    }

    private static string Explain(ParseResult result)
    {
        if (result.UnmatchedTokens.Count == 0)
        {
            return $"{result.Errors[0].Message.TrimEnd('.')}. See --help.";
        }

        var command = result.CommandResult.Command;
        var unknown = result.UnmatchedTokens[0].Split('=')[0];
        var names = command.Subcommands.Select(verb => verb.Name).Concat(command.Options.Select(option => option.Name));
        return $"Unknown argument '{unknown}'.{Suggestion.For(unknown, names)} See --help.";
    }
}
