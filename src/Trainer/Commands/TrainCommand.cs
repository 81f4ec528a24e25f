using System.CommandLine;
using System.CommandLine.Parsing;
using Moodstream.Inference.Manifest;
using Moodstream.Trainer.Recipes;
using Moodstream.Trainer.Training;

namespace Moodstream.Trainer.Commands;

/// <summary><c>train</c>: learns a model and leaves a bundle and a record.</summary>
internal sealed class TrainCommand
{
    /// <summary>What it is called.</summary>
    public const string Name = "train";

    private readonly TrainingOptions _training = new();

    private readonly Option<string> _model = new Option<string>("--model")
    {
        Description = "Which model.",
        DefaultValueFactory = _ => ModelKind.All[0].Name,
    }.OneOf(ModelKind.All.Select(kind => kind.Name));

    private readonly Option<string[]> _modalities = new("--modalities")
    {
        Description = $"What the model reads, separated by commas or spaces: {string.Join(", ", BuiltInModalities.All.Select(modality => modality.Name))} "
            + "(by default text and image, as far as the data has them).",
        AllowMultipleArgumentsPerToken = true,
    };

    private readonly Option<string?> _name = new("--name")
    {
        Description = "What the manifest calls the bundle (by default as the folder); in service it goes by its folder's name.",
    };

    /// <summary>Makes the command.</summary>
    public static Command Make()
    {
        TrainCommand self = new();
        Command command = new(Name, "Train a model on labelled posts. With several seeds the bundle is the one that does best on dev.");
        self._training.AddTo(command);
        command.Options.Add(self._model);
        command.Options.Add(self._modalities);
        command.Options.Add(self._name);
        command.AddForce(self._training.OutOf);
        command.Validators.Add(self.ValidateModalities);
        self._name.Validators.Add(result =>
        {
            if (result.GetValueOrDefault<string?>() is { } name && !BundleName.IsValid(name))
            {
                result.AddError($"--name: '{name}' must be {BundleName.Rule}.");
            }
        });
        command.SetAction((arguments, cancellationToken) => TrainingConsole.RunAsync(
            self._training.Read(arguments, self.ReadKind(arguments), arguments.GetValue(self._name)),
            CommandText.Of(arguments),
            cancellationToken));
        return command;
    }

    private static string[] Split(IEnumerable<string>? values) =>
        [.. (values ?? []).SelectMany(value => value.Split(',', StringSplitOptions.TrimEntries | StringSplitOptions.RemoveEmptyEntries)).Distinct()];

    private ModelKind ReadKind(ParseResult arguments)
    {
        ModelKind kind = ModelKind.Of(arguments.GetValue(_model)!);
        string[] modalities = Split(arguments.GetValue(_modalities));
        return modalities.Length == 0 ? kind : kind.Over(modalities);
    }

    private void ValidateModalities(CommandResult command)
    {
        string[] modalities = Split(command.GetValue(_modalities));
        if (modalities.FirstOrDefault(name => BuiltInModalities.All.All(modality => modality.Name != name)) is { } unknown)
        {
            command.AddError($"--modalities: '{unknown}' is none of {string.Join(", ", BuiltInModalities.All.Select(modality => modality.Name))}.");
        }
        else if (modalities.Length > 0 && command.GetValue(_model) is { } model && ModelKind.All.Any(kind => kind.Name == model && kind.Modalities.Length == 1))
        {
            command.AddError($"--modalities: the model '{model}' reads only itself; take one that brings modalities together.");
        }
    }
}
