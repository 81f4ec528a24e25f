using System.CommandLine;
using Moodstream.Silo.Hosting;

namespace Moodstream.Silo.Cli;

/// <summary>The command without a verb: runs a silo until it is told to stop.</summary>
internal sealed class ServeCommand : RootCommand
{
    /// <summary>Makes the command.</summary>
    /// <param name="settings">Settings from the command line.</param>
    public ServeCommand(IReadOnlyDictionary<string, string?> settings)
        : base("Moodstream: the emotions of social posts, from Kafka to Kafka. Without a verb it runs a silo. " +
            "Every setting can be given as --Section:Key=value, among them --urls=http://HOST:PORT; see docs/operations.md.")
    {
        var demo = new Option<bool>("--demo") { Description = "Also stream the posts of samples/, for ever, at a human pace." };
        Add(demo);
        SetAction((result, _) => SiloHost.RunAsync(settings, result.GetValue(demo)));
    }
}
