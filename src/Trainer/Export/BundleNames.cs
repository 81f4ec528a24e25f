using System.Text.RegularExpressions;

namespace Moodstream.Trainer.Export;

/// <summary>Names of bundles: lower-case letters, digits and hyphens.</summary>
internal static partial class BundleNames
{
    /// <summary>The name that a folder suggests.</summary>
    public static string FromFolder(string folder)
    {
        string name = Path.GetFileName(Path.TrimEndingDirectorySeparator(Path.GetFullPath(folder))).ToLowerInvariant();
        string clean = Others().Replace(name, "-").Trim('-');
        return clean.Length > 0 ? clean : "model";
    }

    /// <summary>Whether a name may be a bundle's.</summary>
    public static bool IsValid(string name) => Whole().IsMatch(name);

    [GeneratedRegex("[^a-z0-9-]+")]
    private static partial Regex Others();

    [GeneratedRegex("^[a-z0-9][a-z0-9-]{0,63}$")]
    private static partial Regex Whole();
}
