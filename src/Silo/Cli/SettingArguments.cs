using Moodstream.Silo.Configuration;
using Moodstream.Silo.Startup;

namespace Moodstream.Silo.Cli;

/// <summary>
/// Takes the settings (<c>--Section:Key=value</c> or <c>--Section:Key value</c>) out of a command line, so that every
/// verb accepts them anywhere and the rest is parsed strictly.
/// </summary>
/// <param name="Settings">Values by configuration key, the last of each key.</param>
/// <param name="Rest">The other arguments, in order.</param>
internal sealed record SettingArguments(IReadOnlyDictionary<string, string?> Settings, IReadOnlyList<string> Rest)
{
    /// <summary>Splits a command line.</summary>
    /// <param name="args">The arguments.</param>
    /// <exception cref="StartupException">A setting has no value.</exception>
    public static SettingArguments Split(IReadOnlyList<string> args)
    {
        var settings = new Dictionary<string, string?>(StringComparer.OrdinalIgnoreCase);
        var rest = new List<string>();
        for (var i = 0; i < args.Count; i++)
        {
            if (!IsSetting(args[i]))
            {
                rest.Add(args[i]);
                continue;
            }

            var equals = args[i].IndexOf('=', StringComparison.Ordinal);
            if (equals > 0)
            {
                settings[args[i][2..equals]] = args[i][(equals + 1)..];
            }
            else if (i + 1 < args.Count && !args[i + 1].StartsWith("--", StringComparison.Ordinal))
            {
                settings[args[i][2..]] = args[++i];
            }
            else
            {
                throw new StartupException($"The setting {args[i]} has no value; write {args[i]}=VALUE.");
            }
        }

        return new SettingArguments(settings, rest);
    }

    /// <summary>A setting's name has a section, or is <c>urls</c>; options such as <c>--demo</c> have no colon before their value.</summary>
    private static bool IsSetting(string argument)
    {
        if (!argument.StartsWith("--", StringComparison.Ordinal))
        {
            return false;
        }

        var name = argument.AsSpan(2);
        var equals = name.IndexOf('=');
        name = equals < 0 ? name : name[..equals];
        return name.Contains(':') || name.Equals(KnownSettings.Urls, StringComparison.OrdinalIgnoreCase);
    }
}
