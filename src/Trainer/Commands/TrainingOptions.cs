using System.CommandLine;
using System.CommandLine.Parsing;
using System.Globalization;
using Moodstream.Inference.Sentence;
using Moodstream.Inference.Text;
using Moodstream.Trainer.Errors;
using Moodstream.Trainer.Export;
using Moodstream.Trainer.Recipes;
using Moodstream.Trainer.Starting;
using Moodstream.Trainer.Training;
using TorchSharp;

namespace Moodstream.Trainer.Commands;

/// <summary>The options of every command that trains.</summary>
internal sealed class TrainingOptions
{
    private const int MostSeeds = 100;
    private const int MostWords = 10_000_000;

    /// <summary>libtorch starts as many as it is told, and thousands leave a machine none for anybody.</summary>
    private const int MostThreads = 256;

    private readonly DataOptions _data = new();

    private readonly Option<string> _recipe = new Option<string>("--recipe")
    {
        Description = "Settings of the training.",
        DefaultValueFactory = _ => Recipe.All[0].Name,
    }.OneOf(Recipe.All.Select(recipe => recipe.Name));

    private readonly Option<string[]> _set = new("--set")
    {
        Description = "Overrides a setting of the recipe, such as epochs=4; may be repeated. run.json shows them all.",
    };

    private readonly Option<int> _seeds = new("--seeds")
    {
        Description = "How many models to train, with seeds 1, 2 …",
        DefaultValueFactory = _ => 1,
    };

    private readonly Option<string> _textEncoder = new Option<string>("--text-encoder")
    {
        Description = "How texts are read: by their words alone, or as sentences, too (more accurate, much slower).",
        DefaultValueFactory = _ => WordsSettings.Encoder,
    }.OneOf([WordsSettings.Encoder, WordsAndSentenceSettings.Encoder]);

    private readonly Option<string?> _vectors = new("--vectors")
    {
        Description = "Word vectors to start from: a GloVe text file, the JSON of the npm package wink-embeddings, or the words.bin of a bundle, "
            + "such as models/words/words.bin. Without them every word starts at random.",
    };

    private readonly Option<string?> _from = new("--from")
    {
        Description = "Folder of a bundle to start from: its words where --vectors gives none, and what it changed in MiniLM, which --set sentenceRank trains further.",
    };

    private readonly Option<string?> _teacher = new("--teacher")
    {
        Description = "Folder of a slower bundle with the same labels, whose opinions of the training texts the model learns beside the labels.",
    };

    private readonly Option<int> _vocabulary = new("--vocabulary")
    {
        Description = "Most words of the model; frequent words of --vectors fill what the training texts leave.",
        DefaultValueFactory = _ => 60_000,
    };

    private readonly Option<bool> _dropNearDuplicates = new("--drop-near-duplicates")
    {
        Description = "Leave out training posts whose text nearly repeats that of a dev or test post, which would flatter the figures.",
    };

    private readonly Option<string> _out = new("--out") { Description = "Folder for what comes out.", Required = true };

    private readonly Option<string> _cache = new("--cache")
    {
        Description = "Folder that keeps features of pictures and sentences between runs.",
        DefaultValueFactory = _ => DefaultCache,
    };

    private readonly Option<string> _device = new Option<string>("--device")
    {
        Description = "Where to train.",
        DefaultValueFactory = _ => "cpu",
    }.OneOf(["cpu", "cuda"]);

    private readonly Option<int> _threads = new("--threads")
    {
        // Models this small gain nothing from more, and threads that wait for each other on a busy machine lose a lot.
        Description = "Threads of libtorch.",
        DefaultValueFactory = _ => 1,
    };

    private static string DefaultCache => Path.Combine(
        Environment.GetFolderPath(Environment.SpecialFolder.LocalApplicationData, Environment.SpecialFolderOption.Create), "moodstream", "features");

    /// <summary>Adds the options to a command, those of the data included.</summary>
    public void AddTo(Command command)
    {
        _data.AddTo(command);
        foreach (var option in new Option[] { _recipe, _set, _seeds, _textEncoder, _vectors, _from, _teacher, _vocabulary, _dropNearDuplicates, _out, _cache, _device, _threads })
        {
            command.Options.Add(option);
        }

        _seeds.MustBe(1, MostSeeds, NumberStyles.Integer);
        _vocabulary.MustBe(1, MostWords, NumberStyles.Integer);
        _threads.MustBe(1, MostThreads, NumberStyles.Integer);
    }

    /// <summary>The folder for what comes out; null where the command line names none.</summary>
    public string? OutOf(CommandResult command) => command.GetResult(_out)?.GetValueOrDefault<string?>();

    /// <summary>Reads the options, and sets libtorch's threads.</summary>
    /// <param name="arguments">The parsed command line.</param>
    /// <param name="model">The model.</param>
    /// <param name="name">Name of the bundle, or null for the one that the folder suggests.</param>
    /// <exception cref="TrainerException">The datasets file or an override is not valid.</exception>
    public TrainingPlan Read(ParseResult arguments, ModelKind model, string? name)
    {
        torch.set_num_threads(arguments.GetValue(_threads));
        string folder = arguments.GetValue(_out)!;
        OutPaths.CheckFolder(folder);
        var recipe = Recipe.All.Single(known => known.Name == arguments.GetValue(_recipe)) with
        {
            ReadsSentences = arguments.GetValue(_textEncoder) == WordsAndSentenceSettings.Encoder,
        };
        var start = arguments.GetValue(_from) is { } bundle ? StartingBundle.Open(bundle) : null;
        recipe = RecipeOverrides.Apply(recipe, arguments.GetValue(_set) ?? []);
        if (start?.SentenceUpdate is not null && start.SentenceLayers < recipe.SentenceLayers)
        {
            throw new TrainerException(
                $"--from: its update of MiniLM is of {start.SentenceLayers} layers; go on with --set sentenceLayers={start.SentenceLayers}, or fewer.");
        }

        return new TrainingPlan
        {
            Data = _data.Read(arguments) with { DropsNearDuplicates = arguments.GetValue(_dropNearDuplicates) },
            Model = model,
            Recipe = recipe,
            Seeds = [.. Enumerable.Range(1, arguments.GetValue(_seeds))],
            Vectors = arguments.GetValue(_vectors) ?? start?.WordsFile,
            SentenceUpdate = start?.SentenceUpdate,
            Teacher = arguments.GetValue(_teacher),
            VocabularySize = arguments.GetValue(_vocabulary),
            Out = folder,
            Name = name ?? BundleNames.FromFolder(folder),
            Cache = arguments.GetValue(_cache)!,
            Device = arguments.GetValue(_device)!,
        };
    }
}
