using System.Collections.Immutable;
using System.CommandLine;
using System.Text.Json;
using Moodstream.Inference.Bundles;
using Moodstream.Inference.Models;
using Moodstream.Trainer.Datasets;
using Moodstream.Trainer.Errors;
using Moodstream.Trainer.Evaluation;
using Moodstream.Trainer.Export;
using Moodstream.Trainer.Joining;
using Moodstream.Trainer.Scoring;
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

    private readonly Option<string> _devices = BundleOptions.Devices();

    /// <summary>Makes the command.</summary>
    public static Command Make()
    {
        JoinCommand self = new();
        Command command = new("join", "Join a bundle that reads words and one that reads sentences into one that reads as sentences only what words leave unclear.");
        self._data.AddTo(command);
        foreach (var option in new Option[] { self._words, self._sentences, self._keep, self._threshold, self._out, self._devices })
        {
            command.Options.Add(option);
        }

        self._keep.MustBe(0, 1);
        self._threshold.MustBe(0, 1);
        command.AddForce(result => result.GetValue(self._out));
        command.SetAction(self.RunAsync);
        return command;
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
        return await ConsoleProgress.EvaluateAsync(model.Info.Name, model, posts, cancellationToken);
    }

    private async Task<int> RunAsync(ParseResult arguments, CancellationToken cancellationToken)
    {
        var started = DateTimeOffset.UtcNow;
        using BundleFolder folder = new(arguments.GetValue(_out)!);
        await folder.PrepareAsync();
        string wordsFolder = arguments.GetValue(_words)!;
        string sentencesFolder = arguments.GetValue(_sentences)!;
        var words = await DraftAsync("--words", wordsFolder, cancellationToken);
        var sentences = await DraftAsync("--sentences", sentencesFolder, cancellationToken);
        JoinedSpace space = new(words, sentences);
        space.Check();

        var recorded = RecordedSplit.Read(sentencesFolder);
        var corpus = new CorpusBuilder(_data.Read(arguments) with { Labels = words.Labels, NeedsTraining = false, Recorded = recorded }).Build();
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
        string path = arguments.GetValue(_out)!;
        var draft = space.Join(
            BundleNames.FromFolder(path), choice.Threshold, words.Temperature * choice.WordsTemperature, sentences.Temperature * choice.SentencesTemperature);
        var record = new
        {
            Command = CommandText.Of(arguments),
            StartedAt = started,
            choice.Threshold,
            choice.WordsTemperature,
            choice.SentencesTemperature,
            Dev = choice.Curve(),
        };
        await folder.ReplaceAsync(async part =>
        {
            await (await BundleWriter.WriteAsync(part, draft, cancellationToken: cancellationToken)).DisposeAsync();
            recorded?.Write(part);
            await File.WriteAllTextAsync(Path.Combine(part, "join.json"), JsonSerializer.Serialize(record, Json) + "\n", cancellationToken);
        });
        AnsiConsole.WriteLine($"The bundle is in {path}.");
        // A way that few dev posts take is calibrated by these alone.
        await TrainingConsole.WarnAtBoundAsync(choice.WordsTemperature, "The temperature of the way of words", "the dev posts that take it");
        await TrainingConsole.WarnAtBoundAsync(choice.SentencesTemperature, "The temperature of the way of sentences", "the dev posts that take it");
        return 0;
    }
}
