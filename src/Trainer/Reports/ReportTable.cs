namespace Moodstream.Trainer.Reports;

/// <summary>A table of a report, whatever it is written as.</summary>
/// <param name="Title">What it shows.</param>
/// <param name="Note">How to read it.</param>
/// <param name="Header">Names of the columns.</param>
/// <param name="Rows">The cells.</param>
internal sealed record ReportTable(string Title, string Note, IReadOnlyList<string> Header, IReadOnlyList<IReadOnlyList<string>> Rows);
