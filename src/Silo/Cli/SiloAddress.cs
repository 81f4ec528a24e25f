using System.CommandLine;

namespace Moodstream.Silo.Cli;

/// <summary>Options that take the address of a silo.</summary>
internal static class SiloAddress
{
    /// <summary>Makes an option.</summary>
    /// <param name="name">Its name.</param>
    /// <param name="description">What the silo is asked for.</param>
    public static Option<Uri?> Option(string name, string description) => new(name)
    {
        Description = description,
        HelpName = "http://HOST:PORT",
        CustomParser = result =>
        {
            if (Uri.TryCreate(result.Tokens[0].Value, UriKind.Absolute, out var url) && (url.Scheme == Uri.UriSchemeHttp || url.Scheme == Uri.UriSchemeHttps))
            {
                return url;
            }

            result.AddError($"{name} must be the address of a silo, such as http://127.0.0.1:8080.");
            return null;
        },
    };
}
