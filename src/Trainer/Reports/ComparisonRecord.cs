using System.Text.Encodings.Web;
using System.Text.Json;
using Moodstream.Trainer.Comparing;

namespace Moodstream.Trainer.Reports;

/// <summary>The figures of a comparison as JSON.</summary>
internal static class ComparisonRecord
{
    private static readonly JsonSerializerOptions Json = new(JsonSerializerDefaults.Web)
    {
        WriteIndented = true,
        Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping,
    };

    /// <summary>Writes the record.</summary>
    public static string Write(Comparison comparison, string command)
    {
        object record = new
        {
            Command = command,
            comparison.Plan.Recipe,
            comparison.Plan.Seeds,
            comparison.Labels,
            Data = comparison.Data.Corpus.Counts,
            Models = comparison.Models.ToDictionary(
                model => model.Kind.Name,
                model => new
                {
                    Test = comparison.Views
                        .Select(view => (View: Comparison.NameOf(view), Scores: comparison.Scores(model, view)))
                        .Where(each => each.Scores is not null)
                        .ToDictionary(each => each.View, each => each.Scores),
                    model.Report.Dev,
                    model.Report.Classes.Confusion,
                    model.Report.Best.Temperature,
                    EceBefore = model.Report.ErrorBefore,
                    EceAfter = model.Report.ErrorAfter,
                    Seconds = model.Runs.Select(run => run.Seconds),
                }),
            Regret = comparison.Regrets(),
        };
        return JsonSerializer.Serialize(record, Json) + "\n";
    }
}
