using System.Text;
using Moodstream.Trainer.Comparing;

namespace Moodstream.Trainer.Reports;

/// <summary>The tables of a comparison as Markdown.</summary>
internal static class MarkdownReport
{
    /// <summary>Writes the report.</summary>
    public static string Write(Comparison comparison, string command)
    {
        StringBuilder text = new();
        text.Append("# Comparison of models\n\n```\n").Append(command).Append("\n```\n");
        foreach (var table in ReportTables.All(comparison))
        {
            Append(text, table);
        }

        return text.ToString();
    }

    /// <summary>Writes a table under a heading of the second level.</summary>
    public static void Append(StringBuilder text, ReportTable table)
    {
        text.Append("\n## ").Append(table.Title).Append("\n\n").Append(table.Note).Append("\n\n");
        AppendRow(text, table.Header);
        AppendRow(text, [.. table.Header.Select(_ => "---")]);
        foreach (var row in table.Rows)
        {
            AppendRow(text, row);
        }
    }

    private static void AppendRow(StringBuilder text, IReadOnlyList<string> cells) =>
        text.Append("| ").AppendJoin(" | ", cells.Select(cell => cell.Replace("|", "\\|", StringComparison.Ordinal))).Append(" |\n");
}
