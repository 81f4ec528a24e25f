using Microsoft.Extensions.Options;
using Microsoft.Extensions.Time.Testing;
using Moodstream.Abstractions.Posts;
using Moodstream.Inference.Options;
using Moodstream.Inference.Vision;
using Moodstream.Silo.Configuration.Options;
using Moodstream.Silo.Live;
using Moodstream.TestKit;

namespace Moodstream.Silo.Tests.Live;

[Trait("Category", "Unit")]
public sealed class PostPreviewerTests
{
    private readonly FakeTimeProvider _time = new();
    private readonly PictureDecoder _decoder = new(new PictureOptions());

    [Fact]
    public async Task Nothing_of_a_post_is_shown_unless_the_settings_say_so()
    {
        Assert.Null(await Previewer(new LiveOptions()).PreviewAsync(Post("secret", "coffee.jpg")));
        Assert.Null((await Previewer(new LiveOptions { ShowPictures = true }).PreviewAsync(Post("secret", "coffee.jpg")))!.Text);
        Assert.Empty((await Previewer(new LiveOptions { ShowText = true }).PreviewAsync(Post("secret", "coffee.jpg")))!.Picture);
    }

    [Fact]
    public async Task Of_a_post_in_parts_every_preview_shows_all_parts_so_far_until_its_author_is_erased()
    {
        var previewer = Previewer(new LiveOptions { ShowText = true, ShowPictures = true });
        var whole = Post("the words", "coffee.jpg") with { Expects = [Modality.Text, Modality.Image] };
        var words = whole with { Image = null };
        var picture = whole with { Text = null };

        Assert.Empty((await previewer.PreviewAsync(words))!.Picture);
        var both = await previewer.PreviewAsync(picture);
        Assert.Equal("the words", both!.Text);
        Assert.NotEmpty(both.Picture);
        Assert.Equal(both, await previewer.PreviewAsync(words));

        previewer.Erase(whole.UserId, _time.GetUtcNow());
        Assert.Null((await previewer.PreviewAsync(picture))!.Text);
        Assert.Null((await previewer.PreviewAsync(Post(null, "coffee.jpg")))!.Text);
    }

    [Fact]
    public async Task Words_that_come_while_the_picture_is_made_small_are_shown_with_it()
    {
        var previewer = Previewer(new LiveOptions { ShowText = true, ShowPictures = true });
        var whole = Post("the words", "coffee.jpg") with { Expects = [Modality.Text, Modality.Image] };

        var beside = previewer.PreviewAsync(whole with { Text = null });
        await previewer.PreviewAsync(whole with { Image = null });

        Assert.NotEmpty((await beside)!.Picture);
        var later = await previewer.PreviewAsync(whole with { Text = null });
        Assert.Equal("the words", later!.Text);
        Assert.NotEmpty(later.Picture);
    }

    [Fact]
    public async Task Long_words_are_cut_between_what_people_see_as_characters()
    {
        var family = "👨‍👩‍👧";
        var text = new string('a', 499 - family.Length) + family + family;

        var preview = await Previewer(new LiveOptions { ShowText = true }).PreviewAsync(Post(text));

        Assert.Equal(new string('a', 499 - family.Length) + family + "…", preview!.Text);
    }

    [Fact]
    public async Task A_picture_is_shown_small_and_one_that_cannot_be_decoded_not_at_all()
    {
        var previewer = Previewer(new LiveOptions { ShowPictures = true });

        var picture = (await previewer.PreviewAsync(Post(null, "rocket.jpg")))!.Picture.ToArray();

        Assert.InRange(picture.Length, 500, 20_000);
        Assert.Equal([0xFF, 0xD8], picture[..2]);
        Assert.Null(await previewer.PreviewAsync(Post(null) with { Image = new byte[] { 1, 2, 3 } }));
    }

    [Fact]
    public async Task Of_a_flood_of_pictures_only_some_are_shown_each_second()
    {
        var previewer = Previewer(new LiveOptions { ShowPictures = true });
        var post = Post(null, "moon.jpg");
        var shown = 0;
        for (var i = 0; i < 15; i++)
        {
            shown += await previewer.PreviewAsync(post) is null ? 0 : 1;
        }

        Assert.Equal(10, shown);
        _time.Advance(TimeSpan.FromSeconds(1));
        Assert.NotNull(await previewer.PreviewAsync(post));
    }

    private static SocialPost Post(string? text, string? picture = null) => new()
    {
        Id = "p1",
        UserId = "u1",
        CreatedAt = DateTimeOffset.UnixEpoch,
        Text = text,
        Image = picture is null ? null : File.ReadAllBytes(Path.Combine(Repository.Root, "samples", "images", picture)),
    };

    private PostPreviewer Previewer(LiveOptions options) => new(Options.Create(options), new ThumbnailMaker(_decoder, 240), _time);
}
