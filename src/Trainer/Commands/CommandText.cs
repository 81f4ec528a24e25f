using System.CommandLine;

namespace Moodstream.Trainer.Commands;

/// <summary>The command line as it may be typed again, for records.</summary>
internal static class CommandText
{
    /// <summary>Joins the arguments, quoting those with spaces.</summary>
    public static string Of(ParseResult arguments) =>
        string.Join(' ', arguments.Tokens.Select(token => token.Value.Contains(' ') ? $"\"{token.Value}\"" : token.Value));
}
