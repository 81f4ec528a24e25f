using System.Collections.Immutable;
using System.Globalization;
using System.Text.Json;
using System.Text.RegularExpressions;

namespace Moodstream.Silo.Palettes;

/// <summary>What the maker of a model says about how an emotion is shown; what is null is chosen.</summary>
/// <param name="Light">Its colour on light ground, <c>#rrggbb</c>.</param>
/// <param name="Dark">Its colour on dark ground; null for the same.</param>
/// <param name="Texture">One of <see cref="EmotionPalette.Textures"/>.</param>
/// <param name="Sign">One or two characters that stand for it, such as an emoji.</param>
internal sealed record PaletteEntry(string? Light = null, string? Dark = null, string? Texture = null, string? Sign = null);

/// <summary>
/// The file <c>palette.json</c> of a model bundle: an object from emotion to <see cref="PaletteEntry"/>. It changes no answer, so it is none of
/// the files that the manifest hashes, and may be added to a bundle at any time.
/// </summary>
internal static partial class PaletteFile
{
    private const string Name = "palette.json";

    /// <summary>Reads the palette of a bundle.</summary>
    /// <param name="folder">The bundle.</param>
    /// <param name="cancellationToken">Gives up.</param>
    /// <returns>The palette, empty where the bundle brings none that can be read; and what is wrong with it, in a sentence, or null.</returns>
    public static async Task<(IReadOnlyDictionary<string, PaletteEntry> Entries, string? Problem)> ReadAsync(string folder, CancellationToken cancellationToken)
    {
        var none = ImmutableDictionary<string, PaletteEntry>.Empty;
        var file = Path.Combine(folder, Name);
        if (!File.Exists(file))
        {
            return (none, null);
        }

        try
        {
            await using var stream = File.OpenRead(file);
            var entries = await JsonSerializer.DeserializeAsync<Dictionary<string, PaletteEntry>>(stream, JsonSerializerOptions.Web, cancellationToken) ?? [];
            return entries.Select(entry => FaultOf(entry.Key, entry.Value)).FirstOrDefault(fault => fault is not null) is { } wrong
                ? (none, $"{Name} is not used: {wrong}")
                : (entries, null);
        }
        catch (JsonException exception)
        {
            return (none, $"{Name} is not used: it is no JSON object from emotion to colours (line {exception.LineNumber + 1}).");
        }
    }

    private static string? FaultOf(string emotion, PaletteEntry? entry) => entry switch
    {
        null => $"'{emotion}' is null.",
        _ when new[] { entry.Light, entry.Dark }.Any(colour => colour is not null && !Colour().IsMatch(colour)) => $"a colour of '{emotion}' is not of the form #rrggbb.",
        { Texture: { } texture } when !EmotionPalette.Textures.Contains(texture) => $"the texture of '{emotion}' must be one of {string.Join(", ", EmotionPalette.Textures)}.",
        { Sign: { } sign } when new StringInfo(sign).LengthInTextElements is 0 or > 2 => $"the sign of '{emotion}' must be one or two characters.",
        _ => null,
    };

    [GeneratedRegex("^#[0-9A-Fa-f]{6}$")]
    private static partial Regex Colour();
}
