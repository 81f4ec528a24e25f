using System.CommandLine;
using System.Globalization;

namespace Moodstream.Trainer.Commands;

/// <summary>Options that are numbers of a range.</summary>
internal static class OptionRanges
{
    /// <summary>Refuses what is no number, or beyond a range, in a line that names the option.</summary>
    /// <param name="option">The option.</param>
    /// <param name="least">The least that it may be.</param>
    /// <param name="most">The most that it may be.</param>
    /// <param name="styles">Which numbers are read; whole ones by <see cref="NumberStyles.Integer"/>.</param>
    public static void MustBe(this Option option, double least, double most, NumberStyles styles = NumberStyles.Float) => option.Validators.Add(result =>
    {
        if (result.Tokens is not [{ Value: var text }, ..])
        {
            return;
        }

        if (!double.TryParse(text, styles, CultureInfo.InvariantCulture, out double value))
        {
            string kind = styles == NumberStyles.Integer ? "whole number" : "number";
            result.AddError(string.Create(CultureInfo.InvariantCulture, $"{option.Name}: '{text}' is not a {kind} of {least} to {most}."));
        }
        else if (!(value >= least && value <= most))
        {
            result.AddError(string.Create(CultureInfo.InvariantCulture, $"{option.Name}: {text} must be {least} to {most}."));
        }
    });
}
