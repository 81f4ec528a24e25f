using System.Collections.Immutable;
using System.CommandLine;
using Moodstream.Trainer.Comparing;
using Moodstream.Trainer.Recipes;
using Moodstream.Trainer.Reports;
using Moodstream.Trainer.Training;
using Spectre.Console;

namespace Moodstream.Trainer.Commands;

/// <summary><c>compare</c>: trains the paper's models on the same data, and leaves one report.</summary>
internal sealed class CompareCommand
{
    /// <summary>What it is called.</summary>
    public const string Name = "compare";

    private readonly TrainingOptions _training = new();

    private readonly Option<string[]> _models = new Option<string[]>("--models")
    {
        Description = "Which models; all that the data has the modalities for, if left out.",
        AllowMultipleArgumentsPerToken = true,
    }.OneOf(ModelKind.All.Select(kind => kind.Name));

    /// <summary>Makes the command.</summary>
    public static Command Make()
    {
        CompareCommand self = new();
        Command command = new(Name, "Train several models on the same posts and compare them: report.html, report.md, compare.json.");
        self._training.AddTo(command);
        command.Options.Add(self._models);
        command.SetAction(self.RunAsync);
        return command;
    }

    private async Task<int> RunAsync(ParseResult arguments, CancellationToken cancellationToken)
    {
        string[] names = arguments.GetValue(_models) ?? [];
        ImmutableArray<ModelKind> kinds = [.. ModelKind.All.Where(kind => names.Length == 0 || names.Contains(kind.Name))];
        var plan = _training.Read(arguments, ModelKind.All[0], null);
        TrainingSession session = new(plan);
        var corpus = session.ReadCorpus();
        AnsiConsole.Write(ConsoleTables.Data(corpus));
        var data = await ConsoleProgress.PrepareAsync(plan, corpus, cancellationToken);
        var comparison = ConsoleProgress.Run(context => new ComparisonSession(plan, kinds).Run(
            data, (kind, seed) => ConsoleProgress.Bar(context, $"{kind.Name}, seed {seed}"), cancellationToken));
        foreach (var table in ReportTables.Results(comparison))
        {
            AnsiConsole.Write(ConsoleTables.Of(table));
        }

        Directory.CreateDirectory(plan.Out);
        string command = CommandText.Of(arguments);
        await File.WriteAllTextAsync(Path.Combine(plan.Out, "report.html"), await HtmlReport.WriteAsync(comparison, command, cancellationToken), cancellationToken);
        await File.WriteAllTextAsync(Path.Combine(plan.Out, "report.md"), MarkdownReport.Write(comparison, command), cancellationToken);
        await File.WriteAllTextAsync(Path.Combine(plan.Out, "compare.json"), ComparisonRecord.Write(comparison, command), cancellationToken);
        plan.Checkpoints.Delete();
        AnsiConsole.WriteLine($"report.html, report.md and compare.json are in {plan.Out}.");
        return 0;
    }
}
