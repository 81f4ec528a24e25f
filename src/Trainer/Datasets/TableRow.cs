namespace Moodstream.Trainer.Datasets;

/// <summary>One row of a table.</summary>
/// <param name="Line">Line in the file, from 1; the last one where a quoted field spans several.</param>
/// <param name="Values">The wanted columns; a field that the row lacks is empty.</param>
internal sealed record TableRow(long Line, IReadOnlyDictionary<string, string> Values)
{
    /// <summary>Fields beyond those that the first line names; what separates them may belong into one of the others.</summary>
    public int Surplus { get; init; }

    /// <summary>The value in a column that was asked for.</summary>
    public string this[string column] => Values[column];

    /// <summary>The value in a column without the blanks around it, or null where there is no such column.</summary>
    public string? Trimmed(string? column) => column is null ? null : Values[column].Trim();

    /// <summary>What is wrong with a row of too many fields, to be said behind its place.</summary>
    /// <param name="surplus">How many are too many.</param>
    public static string SayOfSurplus(int surplus) =>
        $"has more fields than the first line names ({surplus} more): quote a text that holds what separates them";
}
