using Moodstream.Inference.Tags;

namespace Moodstream.Inference.Tests.Tags;

[Trait("Category", "Unit")]
public sealed class PostTagsTests
{
    [Theory]
    [InlineData("so tired #MondayMood #mondaymood", "#mondaymood")]
    [InlineData("#one2 (#two_b), #三", "#one2 #two_b #三")]
    [InlineData("＃Ｗｉｄｅ and #Café", "#wide #cafe")]
    [InlineData("C# &#39; http://example.com/#top ##x a#b #1 #_ # #!", "")]
    [InlineData("nice 👍🏽 👍 👩‍🚀😱😱", "👍 👩‍🚀 😱")]
    [InlineData("so :)", "🙂")]
    [InlineData("no tags, (c) 2026", "")]
    public void Hashtags_and_emoji_are_found_once_and_in_one_spelling(string text, string expected) =>
        Assert.Equal(expected.Split(' ', StringSplitOptions.RemoveEmptyEntries).ToHashSet(), PostTags.Of(new() { Text = text }));

    [Theory]
    [InlineData("Reddit", "source:reddit")]
    [InlineData("  r/Aww ", "source:r/aww")]
    [InlineData(" ", null)]
    [InlineData(null, null)]
    public void The_source_is_a_tag(string? source, string? expected) =>
        Assert.Equal(expected is null ? [] : [expected], PostTags.Of(new() { Source = source }));

    [Fact]
    public void Anything_can_be_read()
    {
        Assert.Empty(PostTags.Of(new()));
        Assert.Empty(PostTags.Of(new() { Text = "#" + new string('x', PostTags.MaxTagLength + 1), Source = new string('x', PostTags.MaxTagLength + 1) }));
        Assert.Equal(["#x"], PostTags.Of(new() { Text = "\ud83d #x\ud83d", Image = new byte[1] }));
        Assert.Single(PostTags.Of(new() { Source = "a\ud83d" }));
    }
}
