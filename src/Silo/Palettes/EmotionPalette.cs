using System.Globalization;

namespace Moodstream.Silo.Palettes;

/// <summary>
/// Chooses how emotions are shown. The seven of the default models have their looks; any other label gets the colour that is furthest, for
/// all kinds of eyes, from those that are taken already, a texture and its first letters. Whoever made a model may say otherwise.
/// </summary>
internal static class EmotionPalette
{
    private const string LightInk = "#ffffff";
    private const string DarkInk = "#17181b";

    /// <summary>Textures, by name.</summary>
    public static readonly string[] Textures = ["rising", "dots", "falling", "level", "cross", "plain"];

    /// <summary>The seven keep an OKLab distance of at least 13.6 from each other, for all kinds of eyes and in both themes.</summary>
    private static readonly Dictionary<string, (string Light, string Dark, string Texture)> Known = new(StringComparer.Ordinal)
    {
        ["anger"] = ("#f96e26", "#b33614", "falling"),
        ["joy"] = ("#f5c721", "#fbdd41", "plain"),
        ["disgust"] = ("#23632e", "#62c383", "cross"),
        ["surprise"] = ("#68dbfb", "#63f6f8", "dots"),
        ["sadness"] = ("#606ff2", "#4d59bc", "level"),
        ["fear"] = ("#751e86", "#d18be9", "rising"),
        ["neutral"] = ("#9c9fa4", "#828385", "plain"),
    };

    /// <summary>From so many labels of one's own on they keep what they got first: to better it takes long, and gains little.</summary>
    private const int MostRefined = 12;

    private static readonly string[] LightCandidates = Candidates(0.35, 0.45, 0.55, 0.68, 0.82);
    private static readonly string[] DarkCandidates = Candidates(0.45, 0.55, 0.66, 0.78, 0.91);

    /// <summary>Chooses looks.</summary>
    /// <param name="model">The emotions of a model.</param>
    /// <param name="more">Others; what they are changes nothing of the model's looks.</param>
    /// <param name="own">What the model's maker says, by emotion.</param>
    /// <returns>The looks of the model's emotions, and of those others that are not among them, in order.</returns>
    public static IReadOnlyList<EmotionStyle> Of(IReadOnlyList<string> model, IReadOnlyList<string> more, IReadOnlyDictionary<string, PaletteEntry> own)
    {
        string[] emotions = [.. model, .. more.Except(model, StringComparer.Ordinal)];
        string[] signs = [.. Signs(model), .. Signs(emotions).Skip(model.Count)];
        var light = Colours(emotions, model.Count, own, entry => entry.Light, known => known.Light, LightCandidates);
        var dark = Colours(emotions, model.Count, own, entry => entry.Dark ?? entry.Light, known => known.Dark, DarkCandidates);
        var others = 0;
        return [.. emotions.Select((emotion, i) =>
        {
            var entry = own.GetValueOrDefault(emotion);
            var isKnown = Known.TryGetValue(emotion, out var known);
            return new EmotionStyle(
                emotion,
                entry?.Sign ?? signs[i],
                entry?.Texture ?? (isKnown ? known.Texture : Textures[others++ % Textures.Length]),
                new EmotionColour(light[i], InkOn(light[i])),
                new EmotionColour(dark[i], InkOn(dark[i])));
        })];
    }

    private static string[] Colours(
        IReadOnlyList<string> emotions,
        int ofModel,
        IReadOnlyDictionary<string, PaletteEntry> own,
        Func<PaletteEntry, string?> ofOwn,
        Func<(string Light, string Dark, string Texture), string> ofKnown,
        string[] candidates)
    {
        var colours = emotions.Select(emotion =>
            own.TryGetValue(emotion, out var entry) && ofOwn(entry) is { } chosen ? chosen
            : Known.TryGetValue(emotion, out var known) ? ofKnown(known)
            : null).ToArray();
        // The model's by themselves; the others then keep away from those.
        string[] model = Spread([.. colours.Take(ofModel)], candidates);
        return Spread([.. model, .. colours.Skip(ofModel)], candidates);
    }

    /// <summary>
    /// Gives each place that has no colour the candidate that is furthest from all others: first one after the other, then, as long as that
    /// brings them further apart, each anew.
    /// </summary>
    private static string[] Spread(string?[] colours, string[] candidates)
    {
        var open = Enumerable.Range(0, colours.Length).Where(i => colours[i] is null).ToList();
        open.ForEach(i => colours[i] = Furthest(i));
        var isBetter = open.Count <= MostRefined;
        for (var round = 0; isBetter && round < MostRefined; round++)
        {
            isBetter = false;
            foreach (var i in open)
            {
                var best = Furthest(i);
                if (Apart(best, i) > Apart(colours[i]!, i) + 0.01)
                {
                    (colours[i], isBetter) = (best, true);
                }
            }
        }

        return [.. colours.Select(colour => colour!)];

        string Furthest(int place) => candidates.MaxBy(candidate => Apart(candidate, place))!;

        double Apart(string colour, int place) =>
            colours.Where((other, i) => i != place && other is not null).Select(other => ColourVision.Distance(colour, other!)).DefaultIfEmpty(0).Min();
    }

    /// <summary>The first letter of each, or, where several begin with it, two letters that tell them apart as far as that goes.</summary>
    private static string[] Signs(IReadOnlyList<string> emotions)
    {
        var letters = emotions.Select(emotion => StringInfo.ParseCombiningCharacters(emotion) is { Length: > 0 } starts
            ? starts.Select((start, i) => emotion[start..(i + 1 < starts.Length ? starts[i + 1] : emotion.Length)]).Where(letter => !string.IsNullOrWhiteSpace(letter)).ToArray()
            : []).ToArray();
        var signs = new string[emotions.Count];
        for (var i = 0; i < signs.Length; i++)
        {
            var first = letters[i].FirstOrDefault("?").ToUpperInvariant();
            var alike = Enumerable.Range(0, signs.Length).Where(other => other != i && letters[other].FirstOrDefault("?").Equals(first, StringComparison.OrdinalIgnoreCase)).ToList();
            var second = letters[i].Skip(1).Where((letter, at) => alike.TrueForAll(other => letters[other].ElementAtOrDefault(at + 1) != letter)).FirstOrDefault(letters[i].ElementAtOrDefault(1) ?? string.Empty);
            signs[i] = alike.Count == 0 ? first : first + second;
        }

        return signs;
    }

    private static string[] Candidates(params double[] lightnesses) =>
        [.. lightnesses.SelectMany(lightness => Enumerable.Range(0, 18).Select(step => ColourVision.Of(lightness, 0.17, (260 + (20 * step)) % 360)).Append(ColourVision.Of(lightness, 0, 0)))];

    private static string InkOn(string fill) => ColourVision.Contrast(fill, DarkInk) >= ColourVision.Contrast(fill, LightInk) ? DarkInk : LightInk;
}
