using System.Text.Json;
using Moodstream.Trainer.Evaluation;

namespace Moodstream.Trainer.Probes;

/// <summary>Writes what an evaluation found as JSON.</summary>
internal static class EvaluationRecord
{
    private static readonly JsonSerializerOptions Json = new(JsonSerializerDefaults.Web) { WriteIndented = true };

    /// <summary>Writes the record: the properties of the report, and <c>probes</c>.</summary>
    /// <param name="file">The file.</param>
    /// <param name="report">Figures on labelled posts, or null.</param>
    /// <param name="probes">Answers to probes, or null.</param>
    public static void Write(string file, BundleReport? report, ProbeReport? probes)
    {
        var record = report is null ? [] : JsonSerializer.SerializeToNode(report, Json)!.AsObject();
        if (probes is not null)
        {
            record["probes"] = JsonSerializer.SerializeToNode(probes.Answers, Json);
        }

        File.WriteAllText(file, record.ToJsonString(Json) + "\n");
    }
}
