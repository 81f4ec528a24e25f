using System.Text;

namespace Moodstream.Benchmarks.Report;

/// <summary>What is said below a table: who was left out and what failed.</summary>
internal static class Notes
{
    /// <summary>Adds the notes.</summary>
    /// <param name="text">The report.</param>
    /// <param name="skipped">Competitors that could not run, each with the reason.</param>
    /// <param name="failures">Runs that did not do the whole job, each in a sentence.</param>
    public static string WithNotes(this StringBuilder text, IReadOnlyDictionary<string, string> skipped, IReadOnlyList<string> failures)
    {
        foreach (var (competitor, reason) in skipped)
        {
            text.AppendLine().Append(competitor).Append(" was left out: ").Append(reason).AppendLine(".");
        }

        foreach (var failure in failures)
        {
            text.AppendLine().Append("FAILED: ").AppendLine(failure);
        }

        return text.ToString();
    }
}
