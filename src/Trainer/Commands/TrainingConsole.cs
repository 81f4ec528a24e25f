using Moodstream.Inference.Bundles;
using Moodstream.Trainer.Evaluation;
using Moodstream.Trainer.Export;
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
        TrainingSession session = new(plan);
        var corpus = session.ReadCorpus();
        AnsiConsole.Write(ConsoleTables.Data(corpus));
        var data = await ConsoleProgress.PrepareAsync(plan, corpus, cancellationToken);
        var runs = ConsoleProgress.Run(
            context => session.Train(data, seed => ConsoleProgress.Bar(context, $"seed {seed}"), cancellationToken));
        TrainingReport report = TrainingReport.Of(runs, data);
        AnsiConsole.Write(ConsoleTables.Summaries("dev", ConsoleTables.DevRows(report)));
        AnsiConsole.Write(ConsoleTables.Summaries("test", ConsoleTables.Rows(report)));
        RunRecord.Write(plan, command, started, TimeProvider.System.GetUtcNow(), data, runs, report);
        await using var bundle = await BundleWriter.WriteAsync(
            plan.Out, BundleExport.Draft(plan.Name, report.Best, data), cancellationToken: cancellationToken);
        if (plan.Recipe.SentenceRank == 0)
        {
            Opinions.Keep(plan.Cache, bundle.Info, report.Best, data);
        }

        plan.Checkpoints.Delete();
        AnsiConsole.WriteLine($"Bundle {bundle.Info.Name} {bundle.Info.Version} (seed {report.Best.Seed}) is in {plan.Out}.");
        return 0;
    }
}
