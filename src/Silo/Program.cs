using Moodstream.Silo;

return await CommandLine.RunAsync(args);
