using System.CommandLine;
using Moodstream.Inference.Models;
using Moodstream.Trainer.Datasets;
using Moodstream.Trainer.Errors;
using Moodstream.Trainer.Evaluation;
using Moodstream.Trainer.Export;
using Moodstream.Trainer.Probes;
using Moodstream.Trainer.Reports;
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
        Description = "Which rows: test, dev or train. Rows without a split are what the bundle's training used them for, and test rows where it did not see them.",
        DefaultValueFactory = _ => Split.Test,
    };

    private readonly Option<string?> _probes = new("--probes")
    {
        Description = "Table of texts by kind with the answers that are right (columns kind, text, accepted), such as samples/probes.tsv.",
    };

    private readonly Option<string> _devices = BundleOptions.Devices();

    /// <summary>Makes the command.</summary>
    public static Command Make()
    {
        EvaluateCommand self = new();
        Command command = new("evaluate", "Evaluate a model bundle on labelled posts.");
        self._data.AddTo(command, self._probes);
        command.Options.Add(self._probes);
        command.Options.Add(self._bundle);
        command.Options.Add(self._on);
        command.Options.Add(self._out);
        command.Options.Add(self._devices);
        command.SetAction(self.RunAsync);
        return command;
    }

    private async Task<int> RunAsync(ParseResult arguments, CancellationToken cancellationToken)
    {
        OutPaths.CheckFile(arguments.GetValue(_out));
        await using var model = await BundleLoading.LoadAsync(arguments.GetValue(_bundle)!, arguments.GetValue(_devices)!, cancellationToken);
        var probes = arguments.GetValue(_probes) is { } table
            ? await ProbeReport.AskAsync(model, ProbeFile.Read(table, model.Info.Labels), cancellationToken)
            : null;
        var report = _data.AreIn(arguments) ? await EvaluateAsync(model, arguments, cancellationToken) : null;
        if (probes is not null)
        {
            ConsoleTables.Write(probes);
        }

        if (arguments.GetValue(_out) is { } file)
        {
            EvaluationRecord.Write(file, report, probes);
        }

        return 0;
    }

    private async Task<BundleReport> EvaluateAsync(IEmotionModel model, ParseResult arguments, CancellationToken cancellationToken)
    {
        var recorded = RecordedSplit.Read(arguments.GetValue(_bundle)!);
        var corpus = new CorpusBuilder(_data.Read(arguments) with { Labels = model.Info.Labels, NeedsTraining = false, Recorded = recorded }).Build();
        AnsiConsole.Write(ConsoleTables.Data(corpus));
        var split = arguments.GetValue(_on);
        var posts = corpus.Posts(split);
        if (posts.IsEmpty)
        {
            throw new TrainerException($"The data has no {split.ToString().ToLowerInvariant()} posts; choose others with --on.");
        }

        if (split != Split.Train && recorded is not null && posts.Count(post => recorded.Of(post.Text, post.Picture) == Split.Train) is > 0 and var learnt)
        {
            await Console.Error.WriteLineAsync($"{learnt} of these {posts.Length} posts are among those that the bundle has learnt from: its figures on them are no measure.");
        }

        var views = await ConsoleProgress.EvaluateAsync("posts", model, posts, cancellationToken);
        var report = BundleReport.Of(model.Info, posts, views);
        AnsiConsole.Write(ConsoleTables.Bundle(split.ToString().ToLowerInvariant(), report));
        AnsiConsole.Write(ConsoleTables.Of(ReportTables.Classes(report.Rows[0].Scores)));
        return report;
    }
}
