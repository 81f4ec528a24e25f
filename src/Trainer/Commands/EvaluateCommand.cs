using System.CommandLine;
using Moodstream.Trainer.Datasets;
using Moodstream.Trainer.Errors;
using Moodstream.Trainer.Evaluation;
using Moodstream.Trainer.Scoring;
using Moodstream.Trainer.Training;
using Spectre.Console;

namespace Moodstream.Trainer.Commands;

/// <summary><c>evaluate</c>: a bundle's figures on labelled posts, classified as serving would.</summary>
internal sealed class EvaluateCommand
{
    private readonly DataOptions _data = new();

    private readonly Option<string> _bundle = new("--bundle")
    {
        Description = "Folder of the model bundle.",
        DefaultValueFactory = _ => Path.Combine("models", "default"),
    };

    private readonly Option<string?> _out = new("--out") { Description = "File for the figures as JSON." };

    private readonly Option<Split> _on = new("--on")
    {
        Description = "Which rows: test, dev or train. Rows without a split are test rows.",
        DefaultValueFactory = _ => Split.Test,
    };

    private readonly Option<string> _devices = new("--devices")
    {
        Description = "Device to run on, as in Inference:Devices.",
        DefaultValueFactory = _ => "cpu",
    };

    /// <summary>Makes the command.</summary>
    public static Command Make()
    {
        EvaluateCommand self = new();
        Command command = new("evaluate", "Evaluate a model bundle on labelled posts.");
        self._data.AddTo(command);
        command.Options.Add(self._bundle);
        command.Options.Add(self._on);
        command.Options.Add(self._out);
        command.Options.Add(self._devices);
        command.SetAction(self.RunAsync);
        return command;
    }

    private async Task<int> RunAsync(ParseResult arguments, CancellationToken cancellationToken)
    {
        await using var model = await BundleLoading.LoadAsync(arguments.GetValue(_bundle)!, arguments.GetValue(_devices)!, cancellationToken);
        var corpus = new CorpusBuilder(_data.Read(arguments) with { Labels = model.Info.Labels, NeedsTraining = false }).Build();
        AnsiConsole.Write(ConsoleTables.Data(corpus));
        var split = arguments.GetValue(_on);
        var posts = corpus.Posts(split);
        if (posts.IsEmpty)
        {
            throw new TrainerException($"The data has no {split.ToString().ToLowerInvariant()} posts; choose others with --on.");
        }

        var views = await AnsiConsole.Progress().StartAsync(context =>
        {
            var task = context.AddTask("posts", maxValue: posts.Length);
            return BundleEvaluator.RunAsync(model, posts, new DirectProgress<int>(done => task.Value = done), cancellationToken);
        });
        BundleReport report = BundleReport.Of(model.Info, posts, views);
        AnsiConsole.Write(ConsoleTables.Summaries(split.ToString().ToLowerInvariant(), report.Rows.Select(row => (row.View, ScoreSummary.Of([row.Scores])))));
        AnsiConsole.Write(ConsoleTables.Classes(report.Rows[0].Scores));
        AnsiConsole.WriteLine($"Expected calibration error: {report.CalibrationError:0.000}");
        if (arguments.GetValue(_out) is { } file)
        {
            report.Write(file);
        }

        return 0;
    }
}
