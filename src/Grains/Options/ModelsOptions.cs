using System.ComponentModel.DataAnnotations;
using Moodstream.Abstractions.Settings;
using Moodstream.Inference.Manifest;

namespace Moodstream.Grains.Options;

/// <summary>Which model is served.</summary>
[SettingsSection("Models")]
public sealed class ModelsOptions
{
    /// <summary>
    /// Folder that holds the bundles, one folder each; none is <c>models</c> in the working folder, beside the program,
    /// or in the repository that the program was built in.
    /// </summary>
    public string? Path { get; set; }

    /// <summary>
    /// Name of the bundle to begin with: <c>default</c> (words, and sentences where words leave a post unclear), <c>words</c> (words alone:
    /// microseconds a text), <c>accurate</c> (words and sentences of every post: about 2 ms of a core for each short text), or your own. None is the one that was activated last, or else <c>default</c>.
    /// A silo that joins others serves what they serve.
    /// </summary>
    [MinLength(1, ErrorMessage = "give it a value, or leave it out")]
    [RegularExpression(BundleName.Pattern, ErrorMessage = $"it must be the name of a folder in Models:Path: {BundleName.Rule}")]
    public string? Active { get; set; }

    /// <summary>
    /// File of a public key (ECDSA, PEM). Where it is set, only bundles are loaded whose manifest is signed by it, in <c>bundle.json.sig</c>; none
    /// asks for no signature.
    /// </summary>
    [MinLength(1, ErrorMessage = "give it a value, or leave it out")]
    public string? PublicKey { get; set; }

    /// <summary>
    /// How long loading and verifying a bundle may take, in seconds, before it is given up: a network can be made to compute for ever. It bounds
    /// activations and the start.
    /// </summary>
    [Range(1, 3_600)]
    public int LoadSeconds { get; set; } = 120;
}
