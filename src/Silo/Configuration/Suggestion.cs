namespace Moodstream.Silo.Configuration;

/// <summary>Guesses what a mistyped name was meant to be.</summary>
internal static class Suggestion
{
    /// <summary>A hint such as <c> Did you mean 'publish'?</c>, or an empty string where nothing is near.</summary>
    /// <param name="typed">What was typed.</param>
    /// <param name="known">What could have been meant.</param>
    public static string For(string typed, IEnumerable<string> known)
    {
        var names = known.ToList();
        var meant = names.Find(name => name.StartsWith(typed, StringComparison.OrdinalIgnoreCase))
            ?? names.Where(name => Distance(typed, name) <= Math.Max(2, name.Length / 3)).MinBy(name => Distance(typed, name));
        return meant is null ? string.Empty : $" Did you mean '{meant}'?";
    }

    /// <summary>Levenshtein distance, ignoring case.</summary>
    private static int Distance(string left, string right)
    {
        var previous = Enumerable.Range(0, right.Length + 1).ToArray();
        var current = new int[right.Length + 1];
        for (var i = 1; i <= left.Length; i++)
        {
            current[0] = i;
            for (var j = 1; j <= right.Length; j++)
            {
                var change = char.ToLowerInvariant(left[i - 1]) == char.ToLowerInvariant(right[j - 1]) ? 0 : 1;
                current[j] = Math.Min(Math.Min(current[j - 1], previous[j]) + 1, previous[j - 1] + change);
            }

            (previous, current) = (current, previous);
        }

        return previous[right.Length];
    }
}
