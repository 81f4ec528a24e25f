using Moodstream.Trainer.Commands;

return await CommandLine.RunAsync(args);
