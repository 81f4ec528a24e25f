using System.Globalization;
using System.Security.Cryptography;
using System.Text.Encodings.Web;
using System.Text.Json;
using System.Text.Json.Nodes;
using Moodstream.Trainer.Datasets;
using Moodstream.Trainer.Evaluation;
using Moodstream.Trainer.Modalities;
using Moodstream.Trainer.Scoring;
using Moodstream.Trainer.Training;

namespace Moodstream.Trainer.Export;

/// <summary>Writes <c>run.json</c>: what was run on what, and the figures.</summary>
internal static class RunRecord
{
    private const string FileName = "run.json";

    private static readonly JsonSerializerOptions Json = new(JsonSerializerDefaults.Web)
    {
        WriteIndented = true,
        Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping,
    };

    /// <summary>Writes the record.</summary>
    /// <param name="folder">The bundle's folder.</param>
    /// <param name="plan">The plan.</param>
    /// <param name="command">The command line.</param>
    /// <param name="started">When the run began.</param>
    /// <param name="ended">When it ended.</param>
    /// <param name="data">The data.</param>
    /// <param name="runs">The run of each seed.</param>
    /// <param name="report">The figures.</param>
    public static void Write(
        string folder,
        TrainingPlan plan,
        string command,
        DateTimeOffset started,
        DateTimeOffset ended,
        PreparedData data,
        IEnumerable<SeedRun> runs,
        TrainingReport report)
    {
        JsonObject record = new()
        {
            ["command"] = command,
            ["startedAt"] = started,
            ["endedAt"] = ended,
            ["seconds"] = (ended - started).TotalSeconds,
            ["model"] = plan.Model.Name,
            ["recipe"] = Node(plan.Recipe),
            ["device"] = plan.Device,
            ["labels"] = Node(data.Corpus.Labels),
            ["data"] = Node(data.Corpus.Counts),
            ["files"] = Files(plan),
            ["seeds"] = Node(runs.Select(run => new
            {
                run.Seed,
                run.Seconds,
                run.Temperature,
                run.EpochLosses,
                DevAccuracy = ViewScores.Score(run.Dev, data.Corpus.Labels).Accuracy,
                TestAccuracy = ViewScores.Score(run.Test, data.Corpus.Labels).Accuracy,
            })),
            ["bestSeed"] = report.Best.Seed,
            ["dev"] = Node(report.Dev),
        };
        Add(record, report.Test);
        if (!report.TestBySource.IsEmpty)
        {
            JsonObject sources = [];
            foreach (var (source, scores) in report.TestBySource)
            {
                JsonObject figures = [];
                Add(figures, scores);
                sources[source] = figures;
            }

            record["sources"] = sources;
        }

        record["classes"] = Node(report.Classes.Classes);
        record["confusion"] = Node(report.Classes.Confusion);
        record["calibration"] = Node(new
        {
            report.Best.Temperature,
            EceBefore = report.ErrorBefore,
            EceAfter = report.ErrorAfter,
            Bins = Calibration.Reliability(report.Best.Test, report.Best.Temperature),
        });
        File.WriteAllText(Path.Combine(folder, FileName), record.ToJsonString(Json) + "\n");
    }

    private static void Add(JsonObject record, ViewScores scores)
    {
        record["test"] = Node(scores.All);
        foreach (var (modality, alone) in scores.ByModality)
        {
            record[$"test{CultureInfo.InvariantCulture.TextInfo.ToTitleCase(modality)}Only"] = Node(alone);
        }
    }

    private static JsonArray Files(TrainingPlan plan)
    {
        var data = plan.Data.Sources.SelectMany(source => DatasetReaders.Open(source).Files);
        return [.. data.Concat(plan.Vectors is null ? [] : [plan.Vectors]).Select(FileNode)];
    }

    private static JsonNode? FileNode(string file)
    {
        using var stream = File.OpenRead(file);
        return Node(new { Path = file, Sha256 = Convert.ToHexStringLower(SHA256.HashData(stream)) });
    }

    private static JsonNode? Node<T>(T value) => JsonSerializer.SerializeToNode(value, Json);
}
