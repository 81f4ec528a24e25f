using System.Collections.Immutable;
using Moodstream.Inference.Models;
using Moodstream.Trainer.Datasets;
using Moodstream.Trainer.Evaluation;
using Moodstream.Trainer.Modalities;
using Moodstream.Trainer.Scoring;
using Moodstream.Trainer.Teaching;
using Moodstream.Trainer.Training;
using Spectre.Console;

namespace Moodstream.Trainer.Commands;

/// <summary>Progress bars with the time that is left.</summary>
internal static class ConsoleProgress
{
    /// <summary>Prepares data behind a bar that counts pictures, and texts where sentences are read.</summary>
    public static Task<PreparedData> PrepareAsync(TrainingPlan plan, Corpus corpus, CancellationToken cancellationToken) =>
        Progress().StartAsync(async context =>
        {
            var task = context.AddTask("features", maxValue: Math.Max(Teacher.CountContents(plan, corpus), 1));
            var data = await Teacher.PrepareAsync(plan, corpus, new DirectProgress<int>(done => task.Value = done), cancellationToken);
            task.Value = task.MaxValue;
            return data;
        });

    /// <summary>Evaluates a bundle behind a bar that counts posts.</summary>
    /// <param name="name">What the bar says.</param>
    /// <param name="model">The bundle.</param>
    /// <param name="posts">The posts.</param>
    /// <param name="cancellationToken">Gives up.</param>
    public static Task<IReadOnlyDictionary<string, Predictions>> EvaluateAsync(
        string name, IEmotionModel model, ImmutableArray<LabelledPost> posts, CancellationToken cancellationToken) =>
        AnsiConsole.Progress().StartAsync(context =>
        {
            var task = context.AddTask(Markup.Escape(name), maxValue: posts.Length);
            return BundleEvaluator.RunAsync(model, posts, new DirectProgress<int>(done => task.Value = done), cancellationToken);
        });

    /// <summary>Runs what makes its own bars.</summary>
    public static T Run<T>(Func<ProgressContext, T> run) => Progress().Start(run);

    /// <summary>A bar for one training run.</summary>
    public static IProgress<TrainingStep> Bar(ProgressContext context, string name)
    {
        var task = context.AddTask(Markup.Escape(name));
        double smooth = double.NaN;
        return new DirectProgress<TrainingStep>(step =>
        {
            smooth = double.IsNaN(smooth) ? step.Loss : (0.98 * smooth) + (0.02 * step.Loss);
            task.MaxValue = step.Of;
            task.Value = step.Step;
            task.Description = $"{Markup.Escape(name)}, epoch {step.Epoch}, loss {smooth:0.000}";
        });
    }

    private static Progress Progress() => AnsiConsole.Progress().Columns(
        new TaskDescriptionColumn(), new ProgressBarColumn(), new PercentageColumn(), new RemainingTimeColumn());
}
