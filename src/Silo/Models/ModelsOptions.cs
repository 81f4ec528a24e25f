using System.ComponentModel.DataAnnotations;

namespace Moodstream.Silo.Models;

/// <summary>Settings of the section <c>Models</c>.</summary>
internal sealed class ModelsOptions
{
    /// <summary>Name of the section.</summary>
    public const string Section = "Models";

    /// <summary>
    /// Folder that holds the bundles, one folder each; by default <c>models</c> in the working folder, beside the
    /// program, or in the repository that the program was built in.
    /// </summary>
    public string? Path { get; set; }

    /// <summary>
    /// Name of the bundle to begin with: letters, digits, <c>.</c>, <c>_</c> and <c>-</c>. Left out, it is the one that was activated last
    /// (<see cref="ActiveModelFile"/>), or else <c>default</c>. A silo that joins others serves what they serve.
    /// </summary>
    [RegularExpression("[A-Za-z0-9][A-Za-z0-9._-]*", ErrorMessage = "Models:Active must be the name of a folder in Models:Path, of letters, digits, '.', '_' and '-'.")]
    public string? Active { get; set; }
}
