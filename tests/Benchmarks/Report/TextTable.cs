using System.Text;

namespace Moodstream.Benchmarks.Report;

/// <summary>A table in Markdown whose columns stand under one another.</summary>
/// <param name="head">The heads of the columns; all but the first stand to the right.</param>
internal sealed class TextTable(params string[] head)
{
    private readonly List<string[]> _rows = [];

    /// <summary>Adds a row.</summary>
    /// <param name="cells">A cell a column.</param>
    public void Add(params string[] cells) => _rows.Add(cells);

    /// <inheritdoc/>
    public override string ToString()
    {
        int[] widths = [.. head.Select((name, column) => _rows.Select(row => row[column].Length).Append(name.Length).Append(3).Max())];
        var text = new StringBuilder();
        Line(head);
        text.Append("| ").AppendJoin(" | ", widths.Select((width, column) => column == 0 ? new string('-', width) : new string('-', width - 1) + ":")).AppendLine(" |");
        _rows.ForEach(Line);
        return text.ToString();

        void Line(string[] cells) => text.Append("| ")
            .AppendJoin(" | ", cells.Select((cell, column) => column == 0 ? cell.PadRight(widths[column]) : cell.PadLeft(widths[column]))).AppendLine(" |");
    }
}
