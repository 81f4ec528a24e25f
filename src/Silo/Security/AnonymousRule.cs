using System.Net;
using Moodstream.Silo.Configuration.Options;
using Moodstream.Silo.Startup;

namespace Moodstream.Silo.Security;

/// <summary>A silo that listens beyond this machine asks its callers who they are, unless somebody says that it need not.</summary>
internal static partial class AnonymousRule
{
    /// <summary>Checks what the settings say.</summary>
    /// <param name="urls">The setting <c>urls</c>.</param>
    /// <param name="auth">Who may use the API.</param>
    /// <exception cref="StartupException">Everybody who can reach this machine could use the API, and nobody said that this is meant.</exception>
    public static void Check(string urls, AuthOptions auth)
    {
        if (!auth.IsRequired && !auth.AllowAnonymous && Exposed(urls) is { } url)
        {
            throw new StartupException(
                $"The setting urls holds {url}, which others can reach, and nobody would have to show who they are; set Auth:ApiKeys (the verb api-key "
                + "makes one) or Auth:Authority, listen on 127.0.0.1, or set Auth:AllowAnonymous=true where something else keeps strangers out.");
        }
    }

    /// <summary>Tells at each start that everybody may use the API.</summary>
    /// <param name="urls">The setting <c>urls</c>.</param>
    /// <param name="auth">Who may use the API.</param>
    /// <param name="loggers">The log.</param>
    public static void Warn(string urls, AuthOptions auth, ILoggerFactory loggers)
    {
        if (!auth.IsRequired && Exposed(urls) is { } url)
        {
            LogOpen(loggers.CreateLogger(typeof(AnonymousRule)), url);
        }
    }

    /// <summary>An address that others than this machine can reach; null where there is none.</summary>
    /// <param name="urls">The setting <c>urls</c>.</param>
    internal static string? Exposed(string urls) => urls.Split(';', StringSplitOptions.RemoveEmptyEntries | StringSplitOptions.TrimEntries)
        .FirstOrDefault(url => BindingAddress.Parse(url) is { IsUnixPipe: false, IsNamedPipe: false, Host: var host }
            && !host.Equals("localhost", StringComparison.OrdinalIgnoreCase)
            && !(IPAddress.TryParse(host, out var address) && IPAddress.IsLoopback(address)));

    [LoggerMessage(LogLevel.Warning, "Auth:AllowAnonymous is set: everybody who can reach {Url} reads and erases users, sends posts and activates models")]
    private static partial void LogOpen(ILogger logger, string url);
}
