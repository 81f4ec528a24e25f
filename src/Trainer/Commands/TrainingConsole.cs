using Moodstream.Inference.Bundles;
using Moodstream.Inference.Manifest;
using Moodstream.Inference.Models;
using Moodstream.Trainer.Evaluation;
using Moodstream.Trainer.Export;
using Moodstream.Trainer.Reports;
using Moodstream.Trainer.Scoring;
using Moodstream.Trainer.Teaching;
using Moodstream.Trainer.Training;
using Spectre.Console;

namespace Moodstream.Trainer.Commands;

/// <summary>Carries out a plan in sight of a person: tables, progress bars, the record.</summary>
internal static class TrainingConsole
{
    /// <summary>Runs the plan.</summary>
    /// <returns>The exit code.</returns>
    public static async Task<int> RunAsync(TrainingPlan plan, string command, CancellationToken cancellationToken)
    {
        var started = TimeProvider.System.GetUtcNow();
        using BundleFolder folder = new(plan.Out);
        await folder.PrepareAsync();
        TrainingSession session = new(plan);
        var corpus = session.ReadCorpus();
        AnsiConsole.Write(ConsoleTables.Data(corpus));
        var data = await ConsoleProgress.PrepareAsync(plan, corpus, cancellationToken);
        var runs = ConsoleProgress.Run(
            context => session.Train(data, seed => ConsoleProgress.Bar(context, $"seed {seed}"), cancellationToken));
        TrainingReport report = TrainingReport.Of(runs, data);
        AnsiConsole.Write(ConsoleTables.Of(ReportTables.Figures("Dev", ReportTables.DevRows(report))));
        AnsiConsole.Write(ConsoleTables.Of(ReportTables.Figures("Test", ReportTables.TestRows(report))));
        ModelInfo? info = null;
        await folder.ReplaceAsync(async part =>
        {
            RunRecord.Write(part, plan, command, started, TimeProvider.System.GetUtcNow(), data, runs, report);
            corpus.Used.Write(part);
            await using var bundle = await BundleWriter.WriteAsync(
                part, BundleExport.Draft(plan.Name, report.Best, data), cancellationToken: cancellationToken);
            info = bundle.Info;
        });
        if (plan.Recipe.SentenceRank == 0)
        {
            Opinions.Keep(plan.Cache, info!, report.Best, data);
        }

        bool hasCard = ModelCard.Write(plan, command, data.Corpus, report);
        plan.Checkpoints.Delete();
        AnsiConsole.WriteLine($"Bundle {BundleName.Of(plan.Out)} {info!.Version} (seed {report.Best.Seed}) is in {plan.Out}.");
        await WarnAsync(report.Best.Temperature, hasCard);
        // Not by the console's tables, which would break lines that are there to be copied.
        await Console.Out.WriteLineAsync("Next, try it and put it into service:");
        await Console.Out.WriteLineAsync($"  dotnet run -c Release --project src/Trainer -- predict samples/posts.jsonl --bundle {plan.Out}");
        await Console.Out.WriteLineAsync(
            $"  dotnet run -c Release --project src/Silo -- --Models:Path={Path.GetDirectoryName(Path.GetFullPath(plan.Out))} --Models:Active={BundleName.Of(plan.Out)}");
        return 0;
    }

    /// <summary>Warns of a temperature that came out at its bound.</summary>
    /// <param name="temperature">The temperature.</param>
    /// <param name="what">What to call it, at the beginning of a sentence.</param>
    /// <param name="posts">The posts that it was fitted to.</param>
    public static async Task WarnAtBoundAsync(double temperature, string what, string posts)
    {
        if (Calibration.IsAtBound(temperature))
        {
            await Console.Error.WriteLineAsync(
                $"{what} came out at its bound ({temperature:0.00}): {posts} do not tell how sure the model may be. Mind its confidences; more dev posts help.");
        }
    }

    private static async Task WarnAsync(double temperature, bool hasCard)
    {
        if (!hasCard)
        {
            await Console.Error.WriteLineAsync("Its MODEL_CARD.md was written by a person and stays as it is: bring its figures up to date.");
        }

        await WarnAtBoundAsync(temperature, "The temperature", "the dev posts");
    }
}
