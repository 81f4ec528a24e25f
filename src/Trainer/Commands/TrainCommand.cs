using System.CommandLine;

namespace Moodstream.Trainer;

/// <summary><c>train</c>: learns a model and leaves a bundle and a record.</summary>
internal sealed class TrainCommand
{
    private readonly TrainingOptions _training = new();

    private readonly Option<string> _model = new Option<string>("--model")
    {
        Description = "Which model.",
        DefaultValueFactory = _ => ModelKind.All[0].Name,
    }.OneOf(ModelKind.All.Select(kind => kind.Name));

    private readonly Option<string?> _name = new("--name")
    {
        Description = "Name of the bundle: lower-case letters, digits and hyphens (by default the folder's).",
    };

    /// <summary>Makes the command.</summary>
    public static Command Make()
    {
        TrainCommand self = new();
        Command command = new("train", "Train a model on labelled posts. With several seeds the bundle is the one that does best on dev.");
        self._training.AddTo(command);
        command.Options.Add(self._model);
        command.Options.Add(self._name);
        self._name.Validators.Add(result =>
        {
            if (result.GetValueOrDefault<string?>() is { } name && !BundleNames.IsValid(name))
            {
                result.AddError($"--name: '{name}' must be 1 to 64 lower-case letters, digits and hyphens, the first no hyphen.");
            }
        });
        command.SetAction((arguments, cancellationToken) => TrainingConsole.RunAsync(
            self._training.Read(arguments, ModelKind.Of(arguments.GetValue(self._model)!), arguments.GetValue(self._name)),
            CommandText.Of(arguments),
            cancellationToken));
        return command;
    }
}
