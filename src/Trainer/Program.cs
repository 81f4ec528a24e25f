using Moodstream.Trainer;

return await CommandLine.RunAsync(args);
