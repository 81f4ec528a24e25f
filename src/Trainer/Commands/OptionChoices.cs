using System.CommandLine;

namespace Moodstream.Trainer.Commands;

/// <summary>Options whose values are a few names.</summary>
internal static class OptionChoices
{
    /// <summary>Allows only some values, offers them as completions, and names the option and the values where another is given.</summary>
    public static Option<T> OneOf<T>(this Option<T> option, IEnumerable<string> values)
    {
        string[] known = [.. values];
        option.CompletionSources.Add(known);
        option.Validators.Add(result =>
        {
            if (result.Tokens.FirstOrDefault(token => !known.Contains(token.Value)) is { } other)
            {
                result.AddError($"{option.Name}: '{other.Value}' is none of {string.Join(", ", known)}.");
            }
        });
        return option;
    }
}
