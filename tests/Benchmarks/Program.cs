using Moodstream.Benchmarks.Cli;

return await Verbs.RunAsync(args);
