using System.CommandLine;
using System.CommandLine.Parsing;
using Moodstream.Trainer.Export;

namespace Moodstream.Trainer.Commands;

/// <summary>Options of commands that read or write bundles.</summary>
internal static class BundleOptions
{
    /// <summary><c>--devices</c>: what a bundle runs on.</summary>
    public static Option<string> Devices() => new("--devices")
    {
        Description = "Device to run on, as in Inference:Devices.",
        DefaultValueFactory = _ => "cpu",
    };

    /// <summary>Adds <c>--force</c>, without which a bundle is not written over another one.</summary>
    /// <param name="command">The command.</param>
    /// <param name="folder">Where its bundle goes, by <c>--out</c>.</param>
    public static void AddForce(this Command command, Func<CommandResult, string?> folder)
    {
        Option<bool> force = new("--force") { Description = "Replace the bundle that is in --out." };
        command.Options.Add(force);
        command.Validators.Add(result =>
        {
            if (folder(result) is { } path && !string.IsNullOrWhiteSpace(path) && new BundleFolder(path).HasBundle && !result.GetValue(force))
            {
                result.AddError($"--out: there is a model bundle in {path} already; replace it with --force, or name another folder.");
            }
        });
    }
}
