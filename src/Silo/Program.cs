using Moodstream.Silo.Cli;

return await CommandLine.RunAsync(args);
