using System.Globalization;
using System.Text;
using Moodstream.Trainer.Datasets;
using Moodstream.Trainer.Evaluation;
using Moodstream.Trainer.Training;

namespace Moodstream.Trainer.Reports;

/// <summary>The model card that a training leaves beside its bundle (Mitchell et al., <i>Model cards for model reporting</i>, 2019).</summary>
internal static class ModelCard
{
    private const string FileName = "MODEL_CARD.md";

    // A card that a person wrote does not begin with it.
    private const string Mark = "<!-- Written by train; a card without this line is never replaced. -->";

    private const string Limits =
        "\n## Limits\n\nThese figures hold for posts like those above. `evaluate --data …` tells how the model does on others, and\n"
        + "`evaluate --probes samples/probes.tsv` by kind of text: negation, irony, headlines, identities and others. Say here what the model is\n"
        + "for and what not, where its data comes from, and under which terms.\n";

    /// <summary>Writes the card.</summary>
    /// <param name="plan">The plan.</param>
    /// <param name="command">The command line.</param>
    /// <param name="corpus">The data.</param>
    /// <param name="report">The figures.</param>
    /// <returns>False where there is a card that a person wrote; it stays.</returns>
    public static bool Write(TrainingPlan plan, string command, Corpus corpus, TrainingReport report)
    {
        string file = Path.Combine(plan.Out, FileName);
        if (File.Exists(file) && !File.ReadLines(file).FirstOrDefault("").StartsWith(Mark, StringComparison.Ordinal))
        {
            return false;
        }

        StringBuilder text = new();
        text.Append(Mark).Append("\n# Model card: ").Append(plan.Name).Append("\n\nTells which of ").AppendJoin(", ", corpus.Labels)
            .Append(" a post expresses, from its ").AppendJoin(" and ", report.Best.Model.Towers.Select(tower => tower.Modality))
            .Append(". It was trained by\n\n```\n").Append(command).Append("\n```\n\nand `run.json` holds every setting and the hashes of the data.\n");
        MarkdownReport.Append(text, ReportTables.Data(corpus));
        MarkdownReport.Append(text, ReportTables.Figures("Figures on dev", ReportTables.DevRows(report)));
        MarkdownReport.Append(text, ReportTables.Figures("Figures on test", ReportTables.TestRows(report)));
        MarkdownReport.Append(text, ReportTables.Classes(report.Classes));
        string calibration = string.Create(
            CultureInfo.InvariantCulture,
            $"changes the expected calibration error on test from {report.ErrorBefore:0.000} to {report.ErrorAfter:0.000} (15 bins).");
        text.Append(CultureInfo.InvariantCulture, $"\n## Calibration\n\nA temperature of {report.Best.Temperature:0.00}, fitted on dev, {calibration}\n").Append(Limits);
        File.WriteAllText(file, text.ToString());
        return true;
    }
}
