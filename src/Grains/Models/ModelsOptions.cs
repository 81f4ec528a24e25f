using System.ComponentModel.DataAnnotations;
using Moodstream.Inference.Manifest;

namespace Moodstream.Grains.Models;

/// <summary>Settings of the section <c>Models</c>.</summary>
public sealed class ModelsOptions
{
    /// <summary>Name of the section.</summary>
    public const string Section = "Models";

    /// <summary>
    /// Folder that holds the bundles, one folder each; by default <c>models</c> in the working folder, beside the
    /// program, or in the repository that the program was built in.
    /// </summary>
    public string? Path { get; set; }

    /// <summary>
    /// Name of the bundle to begin with (<see cref="BundleName"/>). Left out, it is the one that was activated last
    /// or else <c>default</c>. A silo that joins others serves what they serve.
    /// </summary>
    [RegularExpression(BundleName.Pattern, ErrorMessage = $"Models:Active must be the name of a folder in Models:Path: {BundleName.Rule}.")]
    public string? Active { get; set; }
}
