namespace Moodstream.Silo.SignIn;

/// <summary>Where somebody goes on after a sign-in: only ever to a page of this server, whatever a link asks for.</summary>
internal static class ReturnPath
{
    /// <summary>The live view.</summary>
    public const string Home = "/";

    private const int MaxLength = 2_000;

    private static readonly Uri Here = new("http://here.invalid");

    /// <summary>Path and query of a page of this server.</summary>
    /// <param name="wanted">What a link asks for.</param>
    /// <returns>The same, in a form that every browser takes for a path; or home.</returns>
    public static string Of(string? wanted)
    {
        if (wanted is not ['/', ..] || wanted.Length > MaxLength || !Uri.TryCreate(Here, wanted, out var address) || address.GetLeftPart(UriPartial.Authority) != Here.GetLeftPart(UriPartial.Authority))
        {
            return Home;
        }

        // As it goes out, since steps such as /./ are gone only now: two slashes would be another host.
        var path = address.PathAndQuery;
        return path.StartsWith("//", StringComparison.Ordinal) || path.Contains('\\', StringComparison.Ordinal) ? Home : path;
    }
}
