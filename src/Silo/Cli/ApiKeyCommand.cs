using System.CommandLine;
using Moodstream.Silo.Configuration.Options;
using Moodstream.Silo.Security;

namespace Moodstream.Silo.Cli;

/// <summary><c>api-key</c>: makes a key for a program, and the setting that lets it in.</summary>
internal sealed class ApiKeyCommand : Command
{
    /// <summary>Makes the command.</summary>
    public ApiKeyCommand()
        : base("api-key", "Make a key for a program, and the setting that lets it in. The key is shown once and kept nowhere.")
    {
        var name = new Argument<string>("name") { Description = "A name of your choice for whoever gets the key; it stands in the audit log." };
        var roles = new Argument<string[]>("roles") { Description = $"What it may do: {string.Join(", ", Roles.All)}.", Arity = ArgumentArity.OneOrMore };
        roles.AcceptOnlyFromAmong(Roles.All);
        Add(name);
        Add(roles);
        SetAction(result =>
        {
            var key = ApiKey.Make();
            Console.WriteLine($"key:     {key}");
            Console.WriteLine($"setting: --Auth:ApiKeys:{result.GetValue(name)}={string.Join(',', result.GetValue(roles)!)}:{ApiKey.Hash(key)}");
            return 0;
        });
    }
}
