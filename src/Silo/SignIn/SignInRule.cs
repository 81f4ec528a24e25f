using Moodstream.Silo.Configuration.Options;
using Moodstream.Silo.Security;
using Moodstream.Silo.Startup;

namespace Moodstream.Silo.SignIn;

/// <summary>Where people sign in from other machines, browsers know one encrypted address, to which alone the provider sends them back.</summary>
internal static class SignInRule
{
    /// <summary>Checks what the settings say.</summary>
    /// <param name="urls">The setting <c>urls</c>.</param>
    /// <param name="auth">Who may use the API.</param>
    /// <exception cref="StartupException">Nobody says by which address browsers come from elsewhere.</exception>
    public static void Check(string urls, AuthOptions auth)
    {
        if (auth.HasSignIn && auth.PublicUrl is null && AnonymousRule.Exposed(urls) is { } url)
        {
            throw new StartupException(
                $"Auth:ClientId lets people sign in, and the setting urls holds {url}, which others can reach; set Auth:PublicUrl to the https address "
                + "at which browsers do, such as https://mood.example.org, or listen on 127.0.0.1.");
        }
    }
}
