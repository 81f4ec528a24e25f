using System.CommandLine;
using Moodstream.Inference.Models;
using Moodstream.Trainer.Datasets;
using Moodstream.Trainer.Evaluation;
using Moodstream.Trainer.Export;

namespace Moodstream.Trainer.Commands;

/// <summary><c>predict</c>: JSON Lines of posts in, JSON Lines of probabilities out, through the model exactly as serving runs it.</summary>
internal sealed class PredictCommand
{
    private const int PostsAtOnce = 128;

    private readonly Argument<string> _posts = new("posts")
    {
        Description = "A .jsonl file of posts as publish takes them, or - for standard input.",
    };

    private readonly Option<string> _bundle = new("--bundle")
    {
        Description = "Folder of the model bundle.",
        DefaultValueFactory = _ => Path.Combine("models", "default"),
    };

    private readonly Option<string?> _out = new("--out") { Description = "File for the answers; standard output if left out." };

    private readonly Option<string> _devices = BundleOptions.Devices();

    /// <summary>Makes the command.</summary>
    public static Command Make()
    {
        PredictCommand self = new();
        Command command = new("predict", "Classify posts (JSON Lines) and print their probabilities (JSON Lines).");
        command.Arguments.Add(self._posts);
        command.Options.Add(self._bundle);
        command.Options.Add(self._out);
        command.Options.Add(self._devices);
        command.SetAction(self.RunAsync);
        return command;
    }

    private async Task<int> RunAsync(ParseResult arguments, CancellationToken cancellationToken)
    {
        OutPaths.CheckFile(arguments.GetValue(_out));
        string file = arguments.GetValue(_posts)!;
        bool isStandardInput = file == "-";
        string pictures = isStandardInput ? Environment.CurrentDirectory : Path.GetDirectoryName(Path.GetFullPath(file))!;
        using var posts = isStandardInput ? Console.In : new StreamReader(DatasetReaders.Existing(file, "posts"));
        await using var model = await BundleLoading.LoadAsync(arguments.GetValue(_bundle)!, arguments.GetValue(_devices)!, cancellationToken);
        if (arguments.GetValue(_out) is { } path)
        {
            await using var output = File.CreateText(path);
            await PredictAsync(model, posts, pictures, output, cancellationToken);
        }
        else
        {
            await PredictAsync(model, posts, pictures, Console.Out, cancellationToken);
        }

        return 0;
    }

    private static async Task PredictAsync(IEmotionModel model, TextReader posts, string pictures, TextWriter output, CancellationToken cancellationToken)
    {
        int failed = 0;
        await foreach (var lines in PostLine.ReadAsync(posts, pictures, cancellationToken).Chunk(PostsAtOnce))
        {
            var predictions = await model.PredictAsync([.. lines.Select(line => line.Content)], null, cancellationToken);
            foreach (var (line, prediction) in lines.Zip(predictions))
            {
                failed += prediction.Verdict is null ? 1 : 0;
                await output.WriteLineAsync(PredictionJson.Write(line, prediction, model.Info));
            }
        }

        if (failed > 0)
        {
            await Console.Error.WriteLineAsync($"{failed} {(failed == 1 ? "post could not be classified; its line says" : "posts could not be classified; their lines say")} why.");
        }
    }
}
