using System.Text.RegularExpressions;
using Moodstream.Inference.Manifest;

namespace Moodstream.Trainer.Export;

/// <summary>Names for bundles that are written.</summary>
internal static partial class BundleNames
{
    /// <summary>The name that a folder suggests: its own, or the nearest to it that a bundle can have.</summary>
    public static string FromFolder(string folder)
    {
        string clean = Others().Replace(BundleName.Of(folder), "-").Trim('-', '.', '_');
        return clean.Length == 0 ? "model" : clean.Length > BundleName.MaxLength ? clean[..BundleName.MaxLength] : clean;
    }

    [GeneratedRegex("[^A-Za-z0-9._-]+")]
    private static partial Regex Others();
}
