using System.Collections.Immutable;
using System.CommandLine;
using System.CommandLine.Parsing;
using System.Globalization;
using System.Text.Json;
using Moodstream.Inference.Bundles;
using Moodstream.Inference.Manifest;
using Moodstream.Inference.Models;
using Moodstream.Trainer.Datasets;
using Moodstream.Trainer.Errors;
using Moodstream.Trainer.Evaluation;
using Moodstream.Trainer.Export;
using Moodstream.Trainer.Joining;
using Moodstream.Trainer.Scoring;
using Moodstream.Trainer.Training;
using Spectre.Console;

namespace Moodstream.Trainer.Commands;

/// <summary>
/// <c>join</c>: makes one bundle of one that reads words and one that reads sentences, which reads as sentences only what words leave unclear.
/// </summary>
internal sealed class JoinCommand
{
    private static readonly JsonSerializerOptions Json = new(JsonSerializerDefaults.Web) { WriteIndented = true };

    private readonly DataOptions _data = new();

    private readonly Option<string> _words = new("--words")
    {
        Description = "Folder of the bundle that reads words.",
        DefaultValueFactory = _ => Path.Combine("models", "words"),
    };

    private readonly Option<string> _sentences = new("--sentences")
    {
        Description = "Folder of the bundle that reads words and sentences.",
        DefaultValueFactory = _ => Path.Combine("models", "accurate"),
    };

    private readonly Option<double> _keep = new("--keep")
    {
        Description = "Share of the sentences' accuracy on dev that is to be kept; the fewer posts are read as sentences, the faster.",
        DefaultValueFactory = _ => 0.99,
    };

    private readonly Option<double?> _threshold = new("--threshold")
    {
        Description = "Instead of --keep: least confidence, from words alone, of an answer that is left at that.",
    };

    private readonly Option<string> _out = new("--out") { Description = "Folder for the bundle.", Required = true };

    private readonly Option<string> _devices = new("--devices")
    {
        Description = "Device to run on, as in Inference:Devices.",
        DefaultValueFactory = _ => "cpu",
    };

    private readonly Option<bool> _force = new("--force") { Description = "Replace the bundle that is in --out." };

    /// <summary>Makes the command.</summary>
    public static Command Make()
    {
        JoinCommand self = new();
        Command command = new("join", "Join a bundle that reads words and one that reads sentences into one that reads as sentences only what words leave unclear.");
        self._data.AddTo(command);
        foreach (var option in new Option[] { self._words, self._sentences, self._keep, self._threshold, self._out, self._devices, self._force })
        {
            command.Options.Add(option);
        }

        self._keep.Validators.Add(result => Between(result, result.GetValueOrDefault<double>()));
        self._threshold.Validators.Add(result => Between(result, result.GetValueOrDefault<double?>() ?? 0));
        command.Validators.Add(self.ValidateOut);
        command.SetAction(self.RunAsync);
        return command;
    }

    private static void Between(OptionResult option, double value)
    {
        if (value is not (>= 0 and <= 1))
        {
            option.AddError($"{option.Option.Name}: {value.ToString(CultureInfo.InvariantCulture)} must be 0 to 1.");
        }
    }

    private static async Task<BundleDraft> DraftAsync(string option, string folder, CancellationToken cancellationToken)
    {
        try
        {
            return await ModelBundle.ReadDraftAsync(folder, cancellationToken);
        }
        catch (ModelBundleException exception)
        {
            throw new TrainerException($"{option}: {exception.Message}", exception);
        }
    }

    private static async Task<IReadOnlyDictionary<string, Predictions>> PredictAsync(
        string folder, string devices, ImmutableArray<LabelledPost> posts, CancellationToken cancellationToken)
    {
        await using var model = await BundleLoading.LoadAsync(folder, devices, cancellationToken);
        return await AnsiConsole.Progress().StartAsync(context =>
        {
            var task = context.AddTask(Markup.Escape(model.Info.Name), maxValue: posts.Length);
            return BundleEvaluator.RunAsync(model, posts, new DirectProgress<int>(done => task.Value = done), cancellationToken);
        });
    }

    private void ValidateOut(CommandResult command)
    {
        if (command.GetValue(_out) is { } folder && File.Exists(Path.Combine(folder, BundleManifest.FileName)) && !command.GetValue(_force))
        {
            command.AddError($"--out: there is a model bundle in {folder} already; replace it with --force, or name another folder.");
        }
    }

    private async Task<int> RunAsync(ParseResult arguments, CancellationToken cancellationToken)
    {
        var started = DateTimeOffset.UtcNow;
        string wordsFolder = arguments.GetValue(_words)!;
        string sentencesFolder = arguments.GetValue(_sentences)!;
        var words = await DraftAsync("--words", wordsFolder, cancellationToken);
        var sentences = await DraftAsync("--sentences", sentencesFolder, cancellationToken);
        JoinedSpace space = new(words, sentences);
        space.Check();

        var corpus = new CorpusBuilder(_data.Read(arguments) with { Labels = words.Labels, NeedsTraining = false, Recorded = RecordedSplit.Read(sentencesFolder) }).Build();
        AnsiConsole.Write(ConsoleTables.Data(corpus));
        if (corpus.Dev.IsEmpty)
        {
            throw new TrainerException("The data has no dev posts, by which the threshold is chosen; name some by --split or --dev.");
        }

        string devices = arguments.GetValue(_devices)!;
        var byWords = await PredictAsync(wordsFolder, devices, corpus.Dev, cancellationToken);
        var bySentences = await PredictAsync(sentencesFolder, devices, corpus.Dev, cancellationToken);
        WayChoice choice = new(byWords[""], byWords["text"], bySentences[""], SourceWeights.Of(corpus.Dev.Select(post => post.Source)));
        if (arguments.GetValue(_threshold) is { } threshold)
        {
            choice.Take(threshold);
        }
        else
        {
            choice.ChooseBy(arguments.GetValue(_keep));
        }

        AnsiConsole.Write(ConsoleTables.Ways(choice.Curve(), choice.Threshold));
        string folder = arguments.GetValue(_out)!;
        var draft = space.Join(
            BundleNames.FromFolder(folder), choice.Threshold, words.Temperature * choice.WordsTemperature, sentences.Temperature * choice.SentencesTemperature);
        await (await BundleWriter.WriteAsync(folder, draft, cancellationToken: cancellationToken)).DisposeAsync();
        await File.WriteAllTextAsync(
            Path.Combine(folder, "join.json"),
            JsonSerializer.Serialize(
                new
                {
                    Command = CommandText.Of(arguments),
                    StartedAt = started,
                    choice.Threshold,
                    choice.WordsTemperature,
                    choice.SentencesTemperature,
                    Dev = choice.Curve(),
                },
                Json) + "\n",
            cancellationToken);
        AnsiConsole.WriteLine($"The bundle is in {folder}.");
        return 0;
    }
}
