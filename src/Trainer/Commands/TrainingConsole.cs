using System.CommandLine;
using Moodstream.Inference;
using Spectre.Console;

namespace Moodstream.Trainer;

/// <summary>Carries out a plan in sight of a person: tables, progress bars, the record.</summary>
internal static class TrainingConsole
{
    /// <summary>Runs the plan.</summary>
    /// <returns>The exit code.</returns>
    public static async Task<int> RunAsync(TrainingPlan plan, ParseResult arguments, CancellationToken cancellationToken)
    {
        DateTimeOffset started = TimeProvider.System.GetUtcNow();
        await using CachedPictureFeatures pictures = new(plan.Cache);
        TrainingSession session = new(plan, pictures);
        Corpus corpus = session.ReadCorpus();
        AnsiConsole.Write(ConsoleTables.Data(corpus));
        PreparedData data = await AnsiConsole.Progress().StartAsync(context => PrepareAsync(session, corpus, context, cancellationToken));
        var runs = AnsiConsole.Progress().Columns(Columns()).Start(context => session.Train(data, seed => Bar(context, seed, plan), cancellationToken));
        TrainingReport report = TrainingReport.Of(runs, data);
        AnsiConsole.Write(ConsoleTables.Summaries("dev", ConsoleTables.DevRows(report)));
        AnsiConsole.Write(ConsoleTables.Summaries("test", ConsoleTables.Rows(report)));
        string command = string.Join(' ', arguments.Tokens.Select(token => token.Value.Contains(' ') ? $"\"{token.Value}\"" : token.Value));
        RunRecord.Write(plan, command, started, TimeProvider.System.GetUtcNow(), data, runs, report);
        await using IEmotionModel bundle = await BundleWriter.WriteAsync(
            plan.Out, BundleExport.Draft(plan.Name, report.Best, data, plan.Recipe.MaxWords), cancellationToken: cancellationToken);
        AnsiConsole.WriteLine($"Bundle {bundle.Info.Name} {bundle.Info.Version} (seed {report.Best.Seed}) is in {plan.Out}.");
        return 0;
    }

    private static async Task<PreparedData> PrepareAsync(
        TrainingSession session, Corpus corpus, ProgressContext context, CancellationToken cancellationToken)
    {
        int all = corpus.Train.Concat(corpus.Dev).Concat(corpus.Test).Select(post => post.Picture).OfType<string>().Distinct().Count();
        ProgressTask task = context.AddTask("features", maxValue: Math.Max(all, 1));
        PreparedData data = await session.PrepareAsync(corpus, new DirectProgress<int>(done => task.Value = done), cancellationToken);
        task.Value = task.MaxValue;
        return data;
    }

    private static DirectProgress<TrainingStep> Bar(ProgressContext context, int seed, TrainingPlan plan)
    {
        ProgressTask task = context.AddTask($"seed {seed}");
        double smooth = double.NaN;
        return new DirectProgress<TrainingStep>(step =>
        {
            smooth = double.IsNaN(smooth) ? step.Loss : (0.98 * smooth) + (0.02 * step.Loss);
            task.MaxValue = step.Of;
            task.Value = step.Step;
            task.Description = $"seed {seed}, epoch {step.Epoch} of {plan.Recipe.Epochs}, loss {smooth:0.000}";
        });
    }

    private static ProgressColumn[] Columns() =>
        [new TaskDescriptionColumn(), new ProgressBarColumn(), new PercentageColumn(), new RemainingTimeColumn()];
}
