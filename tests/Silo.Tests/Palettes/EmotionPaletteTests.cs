using Moodstream.Silo.Palettes;

namespace Moodstream.Silo.Tests.Palettes;

[Trait("Category", "Unit")]
public sealed class EmotionPaletteTests : IDisposable
{
    private static readonly string[] Seven = ["anger", "disgust", "fear", "joy", "neutral", "sadness", "surprise"];
    private static readonly Dictionary<string, PaletteEntry> Nothing = [];

    private readonly DirectoryInfo _bundle = Directory.CreateTempSubdirectory("moodstream-palette-");

    private static CancellationToken Token => TestContext.Current.CancellationToken;

    public void Dispose() => _bundle.Delete(recursive: true);

    [Theory]
    [InlineData(13.6, "anger", "disgust", "fear", "joy", "neutral", "sadness", "surprise")]
    [InlineData(26, "happy", "sad", "angry")]
    [InlineData(13.6, "a", "b", "c", "d", "e", "f", "g")]
    [InlineData(11.5, "a", "b", "c", "d", "e", "f", "g", "h", "i", "j")]
    [InlineData(9.9, "joy", "sadness", "anger", "fear", "disgust", "surprise", "neutral", "boredom", "pride")]
    public void Colours_of_any_labels_are_far_apart_for_all_kinds_of_eyes_in_both_themes(double distance, params string[] labels)
    {
        var styles = EmotionPalette.Of(labels, [], Nothing);

        foreach (var colours in new[] { styles.Select(style => style.Light.Fill).ToArray(), styles.Select(style => style.Dark.Fill).ToArray() })
        {
            Assert.All(
                from one in Enumerable.Range(0, colours.Length) from other in Enumerable.Range(0, one) select (colours[one], colours[other]),
                pair => Assert.True(ColourVision.Distance(pair.Item1, pair.Item2) >= distance, $"{pair}: {ColourVision.Distance(pair.Item1, pair.Item2):0.0}"));
        }
    }

    [Fact]
    public void However_many_labels_there_are_no_two_share_colour_and_texture_and_ink_is_readable()
    {
        var styles = EmotionPalette.Of([.. Enumerable.Range(0, 40).Select(i => $"label {i}")], [], Nothing);

        Assert.Equal(40, styles.Select(style => (style.Light.Fill, style.Texture)).Distinct().Count());
        Assert.Equal(40, styles.Select(style => (style.Dark.Fill, style.Texture)).Distinct().Count());
        Assert.All(styles.SelectMany(style => new[] { style.Light, style.Dark }), colour => Assert.True(ColourVision.Contrast(colour.Fill, colour.Ink) >= 4, colour.Fill));
    }

    [Fact]
    public void Other_labels_that_are_asked_for_change_nothing_of_the_models_own()
    {
        string[] model = ["happy", "sad", "so-so"];

        var alone = EmotionPalette.Of(model, [], Nothing);
        var together = EmotionPalette.Of(model, [.. Seven, "happy", "sleepy"], Nothing);

        Assert.Equal(alone, together.Take(3));
        Assert.Equal(["happy", "sad", "so-so", .. Seven, "sleepy"], together.Select(style => style.Emotion));
        Assert.Equal("#f5c721", together.Single(style => style.Emotion == "joy").Light.Fill);
    }

    [Fact]
    public void Signs_are_first_letters_and_two_of_them_where_one_does_not_tell_labels_apart()
    {
        Assert.Equal(["H", "B", "So", "Sa"], Signs("happy", "bored", "so-so", "sad"));
        Assert.Equal(["Ä", "中", "👍🏽"], Signs("ärger", "中性", "👍🏽"));

        static IEnumerable<string> Signs(params string[] labels) => EmotionPalette.Of(labels, [], Nothing).Select(style => style.Sign);
    }

    [Fact]
    public async Task A_bundle_brings_its_palette_and_what_it_leaves_out_is_chosen()
    {
        await File.WriteAllTextAsync(Path.Combine(_bundle.FullName, "palette.json"), """{"happy":{"light":"#112233","sign":"🙂"},"sad":{"texture":"dots"}}""", Token);

        var (entries, problem) = await PaletteFile.ReadAsync(_bundle.FullName, Token);
        var styles = EmotionPalette.Of(["happy", "sad"], [], entries);

        Assert.Null(problem);
        Assert.Equal(("#112233", "#112233", "🙂"), (styles[0].Light.Fill, styles[0].Dark.Fill, styles[0].Sign));
        Assert.Equal(("dots", "S"), (styles[1].Texture, styles[1].Sign));
    }

    [Theory]
    [InlineData("[]", "no JSON object")]
    [InlineData("""{"happy":{"light":"yellow"}}""", "a colour of 'happy' is not of the form #rrggbb")]
    [InlineData("""{"happy":{"texture":"velvet"}}""", "the texture of 'happy' must be one of rising,")]
    [InlineData("""{"happy":{"sign":"long"}}""", "the sign of 'happy' must be one or two characters")]
    public async Task A_palette_that_cannot_be_used_is_said_to_be_so(string file, string words)
    {
        await File.WriteAllTextAsync(Path.Combine(_bundle.FullName, "palette.json"), file, Token);

        var (entries, problem) = await PaletteFile.ReadAsync(_bundle.FullName, Token);

        Assert.Empty(entries);
        Assert.Contains(words, problem, StringComparison.Ordinal);
    }
}
