using System.Text.RegularExpressions;

namespace Moodstream.Inference.Manifest;

/// <summary>
/// The name of a model bundle, by which it is asked for, activated and told in events: that of its folder. (The <c>name</c> in a manifest is what
/// the trainer called it. A copy keeps that, and has a name of its own.)
/// </summary>
public static partial class BundleName
{
    /// <summary>Most characters of a name.</summary>
    public const int MaxLength = 64;

    /// <summary>What a name looks like, as a regular expression; no such name leads out of the folder that it is looked for in.</summary>
    public const string Pattern = @"^[A-Za-z0-9][A-Za-z0-9._-]{0,63}\z";

    /// <summary>What a name looks like, in words that follow "must be".</summary>
    public const string Rule = "1 to 64 letters, digits, '.', '_' and '-', the first of them a letter or digit";

    /// <summary>Whether a bundle can have a name.</summary>
    /// <param name="name">The name.</param>
    public static bool IsValid(string name) => Whole().IsMatch(name);

    /// <summary>The name of the bundle in a folder.</summary>
    /// <param name="directory">The folder, which need not be there.</param>
    /// <returns>The folder's own name, whether or not <see cref="IsValid"/> says yes to it.</returns>
    public static string Of(string directory) => Path.GetFileName(Path.TrimEndingDirectorySeparator(Path.GetFullPath(directory)));

    [GeneratedRegex(Pattern)]
    private static partial Regex Whole();
}
