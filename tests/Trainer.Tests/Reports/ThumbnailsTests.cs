using Moodstream.TestKit;
using Moodstream.Trainer.Reports;
using SixLabors.ImageSharp;
using SixLabors.ImageSharp.PixelFormats;

namespace Moodstream.Trainer.Tests.Reports;

[Trait("Category", "Unit")]
public sealed class ThumbnailsTests : IDisposable
{
    private const string Beginning = "data:image/jpeg;base64,";

    private readonly TemporaryFolder _folder = new();

    public void Dispose() => _folder.Dispose();

    [Fact]
    public async Task A_picture_becomes_a_small_jpeg_in_a_data_uri_and_a_broken_one_is_left_out()
    {
        var (large, broken) = (_folder.File("large.png"), _folder.Write("broken.jpg", "no picture"));
        using (Image<Rgb24> picture = new(900, 600))
        {
            await picture.SaveAsPngAsync(large, TestContext.Current.CancellationToken);
        }

        var uris = await Thumbnails.MakeAsync([large, broken, large], TestContext.Current.CancellationToken);

        var (file, uri) = Assert.Single(uris);
        Assert.Equal(large, file);
        Assert.StartsWith(Beginning, uri, StringComparison.Ordinal);
        using var small = Image.Load(Convert.FromBase64String(uri[Beginning.Length..]));
        Assert.Equal((150, 100), (small.Width, small.Height));
    }
}
