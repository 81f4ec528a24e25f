using System.Collections.Immutable;
using System.CommandLine;
using System.Globalization;
using System.Text.Json;
using Moodstream.Inference.Bundles;
using Moodstream.Inference.Models;
using Moodstream.Inference.Options;
using Moodstream.Trainer.Datasets;
using Moodstream.Trainer.Errors;
using Moodstream.Trainer.Evaluation;
using Moodstream.Trainer.Export;
using Moodstream.Trainer.Quantizing;
using Moodstream.Trainer.Scoring;
using Spectre.Console;

namespace Moodstream.Trainer.Commands;

/// <summary><c>quantize</c>: makes a bundle whose networks are computed in bytes, as long as that loses next to nothing on dev.</summary>
internal sealed class QuantizeCommand
{
    private const int MostPosts = 4_096;

    // What is told of the training holds for the bundle in bytes, too.
    private static readonly string[] HowItCameAbout = ["run.json", "join.json"];

    private static readonly JsonSerializerOptions Json = new(JsonSerializerDefaults.Web) { WriteIndented = true };

    private readonly DataOptions _data = new();

    private readonly Option<string> _bundle = new("--bundle") { Description = "Folder of the bundle.", Required = true };

    private readonly Option<int> _posts = new("--posts")
    {
        Description = "Training texts, and training pictures, by which the networks are measured.",
        DefaultValueFactory = _ => 512,
    };

    private readonly Option<double> _mostLoss = new("--most-loss")
    {
        Description = "Points of accuracy on dev, of 100, that may be lost; with more the bundle is not written. Every source counts the same.",
        DefaultValueFactory = _ => 0.3,
    };

    private readonly Option<string> _out = new("--out") { Description = "Folder for the bundle.", Required = true };

    private readonly Option<string> _devices = BundleOptions.Devices();

    /// <summary>Makes the command.</summary>
    public static Command Make()
    {
        QuantizeCommand self = new();
        Command command = new("quantize", "Have the networks of a bundle computed in bytes, which makes them two to three times as fast on CPUs.");
        self._data.AddTo(command);
        foreach (var option in new Option[] { self._bundle, self._posts, self._mostLoss, self._out, self._devices })
        {
            command.Options.Add(option);
        }

        self._posts.MustBe(1, MostPosts, NumberStyles.Integer);
        self._mostLoss.MustBe(0, 100);
        command.AddForce(result => result.GetValue(self._out));
        command.SetAction(self.RunAsync);
        return command;
    }

    private static async Task<IReadOnlyDictionary<string, Predictions>> PredictAsync(
        string name, string folder, string devices, ImmutableArray<LabelledPost> posts, CancellationToken cancellationToken)
    {
        await using var model = await BundleLoading.LoadAsync(folder, devices, cancellationToken);
        return await ConsoleProgress.EvaluateAsync(name, model, posts, cancellationToken);
    }

    private static async Task<BundleDraft> DraftAsync(string folder, CancellationToken cancellationToken)
    {
        try
        {
            return await ModelBundle.ReadDraftAsync(folder, cancellationToken);
        }
        catch (ModelBundleException exception)
        {
            throw new TrainerException($"--bundle: {exception.Message}", exception);
        }
    }

    private async Task<int> RunAsync(ParseResult arguments, CancellationToken cancellationToken)
    {
        var started = DateTimeOffset.UtcNow;
        string bundle = arguments.GetValue(_bundle)!;
        string path = arguments.GetValue(_out)!;
        using BundleFolder folder = new(path);
        await folder.PrepareAsync();
        string devices = arguments.GetValue(_devices)!;
        var draft = await DraftAsync(bundle, cancellationToken);
        var recorded = RecordedSplit.Read(bundle);
        var corpus = new CorpusBuilder(_data.Read(arguments) with { Labels = draft.Labels, NeedsTraining = false, Recorded = recorded }).Build();
        AnsiConsole.Write(ConsoleTables.Data(corpus));
        if (corpus.Dev.IsEmpty)
        {
            throw new TrainerException("The data has no dev posts, by which the loss is judged; name some by --split or --dev.");
        }

        InferenceOptions options = new() { Devices = devices };
        var quantized = await new QuantizedDraft(draft, corpus.Train, arguments.GetValue(_posts), options).MakeAsync(BundleNames.FromFolder(path), cancellationToken);
        var inFloats = await PredictAsync("in floats", bundle, devices, corpus.Dev, cancellationToken);
        await folder.ReplaceAsync(async part =>
        {
            await (await BundleWriter.WriteAsync(part, quantized, cancellationToken: cancellationToken)).DisposeAsync();
            var kept = KeptAccuracy.Compare(corpus.Dev, inFloats, await PredictAsync("in bytes", part, devices, corpus.Dev, cancellationToken));
            AnsiConsole.Write(ConsoleTables.Kept(kept));
            RefuseLoss(kept[0].Loss, arguments.GetValue(_mostLoss));
            recorded?.Write(part);
            foreach (string record in HowItCameAbout.Where(record => File.Exists(Path.Combine(bundle, record))))
            {
                File.Copy(Path.Combine(bundle, record), Path.Combine(part, record));
            }

            await File.WriteAllTextAsync(
                Path.Combine(part, "quantize.json"),
                JsonSerializer.Serialize(new { Command = CommandText.Of(arguments), StartedAt = started, Dev = kept }, Json) + "\n",
                cancellationToken);
        });
        AnsiConsole.WriteLine($"The bundle is in {path}.");
        return 0;
    }

    private static void RefuseLoss(double loss, double mostLoss)
    {
        if (loss > mostLoss)
        {
            throw new TrainerException(string.Create(
                CultureInfo.InvariantCulture,
                $"In bytes the bundle loses {loss:0.00} points of accuracy on dev, more than {mostLoss}: it was not written. Measure it by more --posts, or allow for more by --most-loss."));
        }
    }
}
