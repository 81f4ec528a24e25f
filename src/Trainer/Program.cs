using System.CommandLine;
using Moodstream.Trainer;

RootCommand root = new("Moodstream's trainer: learns models from labelled posts and evaluates them.");
root.Subcommands.Add(TrainCommand.Make());
root.Subcommands.Add(EvaluateCommand.Make());
root.Subcommands.Add(PredictCommand.Make());
return await CommandLine.RunAsync(root, args);
