using Moodstream.Inference.Options;
using Moodstream.Inference.Vision;
using Moodstream.Inference.Vision.Pixels;
using Moodstream.TestKit;
using SixLabors.ImageSharp.PixelFormats;

namespace Moodstream.Inference.Tests.Vision;

[Trait("Category", "Unit")]
public sealed class PictureDecoderTests
{
    private readonly PictureDecoder _decoder = new(new PictureOptions { MaxPixels = 4_000_000 });

    public static TheoryData<string, byte[]> Formats => new()
    {
        { "jpeg", Pictures.Jpeg() }, { "png", Pictures.Png() }, { "gif", Pictures.Gif() }, { "webp", Pictures.Webp() },
    };

    [Theory]
    [MemberData(nameof(Formats), DisableDiscoveryEnumeration = true)]
    public async Task Every_accepted_format_is_decoded_to_the_size_asked_for(string format, byte[] file)
    {
        using var picture = await DecodeAsync(file, 20, 10);

        Assert.Equal(20 * 10 * 3, picture.Pixels.Length);
        Assert.True(picture.Pixels[19 * 3] > picture.Pixels[0] + 150, $"{format}: red grows from left to right");
        Assert.True(picture.Pixels[(9 * 20 * 3) + 1] > picture.Pixels[1] + 150, $"{format}: green grows from top to bottom");
    }

    [Theory]
    [MemberData(nameof(Formats), DisableDiscoveryEnumeration = true)]
    public async Task A_file_cut_anywhere_is_truncated(string format, byte[] file)
    {
        for (var part = 1; part < 20; part++)
        {
            Assert.Equal((format, part, "picture-truncated"), (format, part, await FailureOfAsync(file[..Math.Max(16, file.Length * part / 20)])));
        }
    }

    [Fact]
    public async Task A_photograph_that_stops_in_its_middle_is_truncated_although_the_decoder_would_accept_it()
    {
        var photograph = Pictures.Sample("rocket.jpg");

        Assert.Equal("picture-truncated", await FailureOfAsync(photograph[..(photograph.Length / 2)]));
    }

    [Theory]
    [InlineData("astronaut.jpg")]
    [InlineData("chelsea.jpg")]
    [InlineData("coffee.jpg")]
    [InlineData("hubble-deep-field.jpg")]
    [InlineData("moon.jpg")]
    [InlineData("motorcycle.jpg")]
    [InlineData("no-time-for-that.gif")]
    [InlineData("rocket.jpg")]
    public async Task Real_pictures_are_decoded(string name)
    {
        using var picture = await DecodeAsync(Pictures.Sample(name), 224, 224);

        Assert.True(picture.Pixels.ToArray().Distinct().Count() > 50);
    }

    [Fact]
    public async Task Transparency_is_laid_on_white()
    {
        using var clear = await DecodeAsync(Pictures.Plain(new Rgba32(10, 20, 30, 0)), 2, 2);
        using var half = await DecodeAsync(Pictures.Plain(new Rgba32(0, 0, 0, 127)), 2, 2);

        Assert.All(clear.Pixels.ToArray(), value => Assert.Equal(255, value));
        Assert.All(half.Pixels.ToArray(), value => Assert.InRange(value, 126, 130));
    }

    [Fact]
    public async Task A_picture_is_turned_upright_by_its_exif_orientation()
    {
        using var plain = await DecodeAsync(Pictures.Jpeg(), 20, 10);
        using var turned = await DecodeAsync(Pictures.Jpeg(orientation: 6), 20, 10);

        // Turned by a quarter clockwise, red grows from top to bottom and green from right to left.
        Assert.True(plain.Pixels[19 * 3] > plain.Pixels[0] + 150);
        Assert.True(turned.Pixels[9 * 20 * 3] > turned.Pixels[0] + 150);
        Assert.True(turned.Pixels[1] > turned.Pixels[(19 * 3) + 1] + 150);
    }

    [Fact]
    public async Task A_file_of_another_format_is_refused()
    {
        Assert.Equal("picture-format", await FailureOfAsync([]));
        Assert.Equal("picture-format", await FailureOfAsync("BM not a bitmap that we take"u8.ToArray()));
        Assert.Equal("picture-format", await FailureOfAsync("<svg xmlns='http://www.w3.org/2000/svg'/>"u8.ToArray()));
    }

    [Fact]
    public async Task A_file_with_too_many_bytes_is_refused_before_anything_else()
    {
        var decoder = new PictureDecoder(new PictureOptions { MaxBytes = 100 });

        var decoded = await decoder.DecodeAsync(new byte[101], 2, 2, TestContext.Current.CancellationToken);

        Assert.Equal("picture-too-large", decoded.Failure?.Type);
    }

    [Fact]
    public async Task A_bomb_is_refused_by_its_header_and_costs_no_memory()
    {
        var bomb = Pictures.Bomb(20_000);
        Assert.True(bomb.Length < 200_000);
        var before = GC.GetTotalAllocatedBytes(precise: true);

        Assert.Equal("picture-too-large", await FailureOfAsync(bomb));

        Assert.InRange(GC.GetTotalAllocatedBytes(precise: true) - before, 0, 4_000_000);
    }

    [Fact]
    public async Task A_picture_within_the_limit_of_pixels_is_decoded_however_small_its_file()
    {
        using var picture = await DecodeAsync(Pictures.Bomb(1_900), 8, 8);

        Assert.All(picture.Pixels.ToArray(), value => Assert.Equal(0, value));
    }

    [Fact]
    public async Task A_progressive_picture_with_few_scans_is_decoded()
    {
        using var picture = await DecodeAsync(Pictures.ScanBomb(side: 64, scans: 3), 8, 8);

        Assert.All(picture.Pixels.ToArray(), value => Assert.Equal(128, value));
    }

    [Fact]
    public async Task Of_an_animation_only_the_first_frame_is_decoded()
    {
        var animation = Pictures.Gif(width: 200, height: 200, frames: 60);
        var before = GC.GetTotalAllocatedBytes(precise: true);

        using var picture = await DecodeAsync(animation, 8, 8);

        Assert.InRange(GC.GetTotalAllocatedBytes(precise: true) - before, 0, 3_000_000);
    }

    [Fact]
    public async Task Mutated_files_never_throw_and_never_take_much_memory()
    {
        var random = new Random(20260131);
        byte[][] originals = [Pictures.Jpeg(), Pictures.Png(), Pictures.Gif(frames: 3), Pictures.Webp()];
        var failures = new HashSet<string>();
        for (var i = 0; i < 1_200; i++)
        {
            var mutant = Mutate(originals[i % originals.Length], random);
            var decoded = await _decoder.DecodeAsync(mutant, 16, 16, TestContext.Current.CancellationToken);
            decoded.Picture?.Dispose();
            if (!decoded.IsDecoded)
            {
                failures.Add(decoded.Failure.Type);
            }
        }

        Assert.Subset(new HashSet<string> { "picture-format", "picture-corrupt", "picture-truncated", "picture-too-large" }, failures);
        Assert.Contains("picture-corrupt", failures);
        Assert.InRange(GC.GetTotalMemory(forceFullCollection: true), 0, 400_000_000);
    }

    [Fact]
    public async Task A_picture_that_takes_more_of_a_processor_than_it_may_fails()
    {
        var spent = TimeSpan.Zero;
        var decoder = new PictureDecoder(new PictureOptions { MaxCpuMs = 100 }, () => spent += TimeSpan.FromMilliseconds(60));

        var decoded = await decoder.DecodeAsync(Pictures.Jpeg(640, 480), 8, 8, TestContext.Current.CancellationToken);

        Assert.Equal("picture-too-slow", decoded.Failure?.Type);
    }

    [Fact]
    public async Task Time_in_which_a_decode_waits_for_a_processor_does_not_count()
    {
        var decoder = new PictureDecoder(new PictureOptions { MaxCpuMs = 100 }, () => TimeSpan.Zero);

        var decoded = await decoder.DecodeAsync(Pictures.ScanBomb(side: 1_440, scans: 90), 8, 8, TestContext.Current.CancellationToken);
        decoded.Picture?.Dispose();

        Assert.True(decoded.IsDecoded);
    }

    [Fact]
    public async Task A_picture_that_goes_over_its_pixels_again_and_again_is_refused_before_it_is_decoded()
    {
        Assert.Equal("picture-corrupt", await FailureOfAsync(Pictures.ScanBomb(side: 1_440, scans: 20_000)));
    }

    [Fact]
    public async Task A_picture_that_would_take_too_much_memory_is_refused_by_its_header()
    {
        var decoder = new PictureDecoder(new PictureOptions { MaxMemoryMB = 8 });

        var baseline = await decoder.DecodeAsync(Pictures.Jpeg(1_000, 1_000), 8, 8, TestContext.Current.CancellationToken);
        baseline.Picture?.Dispose();
        var progressive = await decoder.DecodeAsync(Pictures.ScanBomb(side: 1_400, scans: 2), 8, 8, TestContext.Current.CancellationToken);

        Assert.True(baseline.IsDecoded);
        Assert.Equal("picture-too-large", progressive.Failure?.Type);
    }

    [Theory]
    [MemberData(nameof(Formats), DisableDiscoveryEnumeration = true)]
    public async Task A_file_that_only_lacks_its_end_is_decoded(string format, byte[] file)
    {
        // End of image; an empty chunk; a terminator and a trailer; a lossy stream has no end.
        var end = format switch { "jpeg" => 2, "png" => 12, "gif" => 2, _ => 0 };
        using var whole = await DecodeAsync(file, 16, 16);
        using var cut = await DecodeAsync(file[..^end], 16, 16);

        Assert.Equal(whole.Pixels.ToArray(), cut.Pixels.ToArray());
    }

    [Theory]
    [InlineData("astronaut.jpg")]
    [InlineData("coffee.jpg")]
    [InlineData("motorcycle.jpg")]
    [InlineData("rocket.jpg")]
    public async Task A_photograph_that_only_lacks_its_end_is_decoded_and_one_that_lacks_more_is_not(string name)
    {
        var file = Pictures.Sample(name);
        using var whole = await DecodeAsync(file, 64, 64);
        using var cut = await DecodeAsync(file[..^2], 64, 64);

        Assert.Equal(whole.Pixels.ToArray(), cut.Pixels.ToArray());
        Assert.Equal("picture-truncated", await FailureOfAsync(file[..^200]));
    }

    [Fact]
    public async Task Fill_bytes_before_markers_are_legal()
    {
        var file = Pictures.Jpeg();
        using var plain = await DecodeAsync(file, 16, 16);
        using var filled = await DecodeAsync([.. file[..2], 0xFF, 0xFF, 0xFF, .. file[2..^2], 0xFF, 0xFF, .. file[^2..]], 16, 16);

        Assert.Equal(plain.Pixels.ToArray(), filled.Pixels.ToArray());
    }

    [Theory]
    [InlineData("jpeg")]
    [InlineData("png")]
    [InlineData("webp")]
    public async Task Pictures_of_every_format_with_exif_are_turned_upright(string format)
    {
        for (ushort orientation = 1; orientation <= 8; orientation++)
        {
            using var picture = await DecodeAsync(Pictures.Oriented(format, orientation), 20, 20);

            // Red grows from left to right and green from top to bottom in the stored picture; where these end up tells how it was turned.
            var (red, green) = (Growth(picture, 0), Growth(picture, 1));
            Assert.Equal((format, orientation, Expected(orientation)), (format, orientation, (red, green)));
        }

        static (string, string) Expected(int orientation) => orientation switch
        {
            1 => ("right", "down"),
            2 => ("left", "down"),
            3 => ("left", "up"),
            4 => ("right", "up"),
            5 => ("down", "right"),
            6 => ("down", "left"),
            7 => ("up", "left"),
            _ => ("up", "right"),
        };
    }

    [Fact]
    public async Task Of_an_animated_webp_the_first_frame_is_decoded()
    {
        using var still = await DecodeAsync(Pictures.Webp(seed: 1), 16, 16);
        using var animated = await DecodeAsync(Pictures.AnimatedWebp(Pictures.Webp(seed: 1), Pictures.Webp(seed: 2)), 16, 16);

        Assert.Equal(still.Pixels.ToArray(), animated.Pixels.ToArray());
    }

    [Fact]
    public async Task Proportions_are_kept_where_only_the_longest_side_is_given()
    {
        var decoded = await _decoder.DecodeWithinAsync(Pictures.Jpeg(80, 40, orientation: 6), 40, TestContext.Current.CancellationToken);
        using var picture = decoded.Picture;

        Assert.Equal((20, 40), (picture?.Width, picture?.Height));
    }

    [Fact]
    public async Task A_caller_that_gives_up_gets_its_cancellation()
    {
        using var cancelled = new CancellationTokenSource();
        await cancelled.CancelAsync();

        await Assert.ThrowsAnyAsync<OperationCanceledException>(() => _decoder.DecodeAsync(Pictures.Jpeg(), 8, 8, cancelled.Token));
    }

    [Theory]
    [InlineData(64, 48, null, 40, 30)]
    [InlineData(64, 48, 6, 30, 40)]
    [InlineData(20, 10, null, 40, 20)]
    [InlineData(1, 300, null, 1, 40)]
    public async Task One_decode_gives_a_picture_twice_squeezed_and_whole(int width, int height, int? orientation, int wholeWidth, int wholeHeight)
    {
        var file = Pictures.Jpeg(width, height, orientation: (ushort?)orientation);

        using var decoded = await _decoder.DecodeAsync(file, 8, 8, longestSide: 40, TestContext.Current.CancellationToken);
        using var alone = await DecodeAsync(file, 8, 8);

        Assert.Equal((wholeWidth, wholeHeight), (decoded.Whole!.Width, decoded.Whole.Height));
        Assert.Equal(alone.Pixels.ToArray(), decoded.Picture!.Pixels.ToArray());
    }

    [Fact]
    public async Task A_picture_that_was_given_back_cannot_be_read()
    {
        var picture = await DecodeAsync(Pictures.Png(), 8, 8);
        picture.Dispose();

        Assert.Throws<ObjectDisposedException>(() => picture.Pixels.Length);
    }

    private async Task<RgbPicture> DecodeAsync(byte[] file, int width, int height)
    {
        var decoded = await _decoder.DecodeAsync(file, width, height, TestContext.Current.CancellationToken);
        Assert.Null(decoded.Failure);
        return decoded.Picture!;
    }

    private async Task<string?> FailureOfAsync(byte[] file)
    {
        var decoded = await _decoder.DecodeAsync(file, 8, 8, TestContext.Current.CancellationToken);
        decoded.Picture?.Dispose();
        return decoded.Failure?.Type;
    }

    private static byte[] Mutate(byte[] original, Random random)
    {
        var mutant = original.ToArray();
        switch (random.Next(3))
        {
            case 0:
                for (var n = 1 + random.Next(8); n > 0; n--)
                {
                    mutant[random.Next(mutant.Length)] = (byte)random.Next(256);
                }

                break;
            case 1:
                // Headers hold what decoders trust.
                mutant[4 + random.Next(Math.Min(60, mutant.Length - 4))] ^= (byte)(1 << random.Next(8));
                break;
            default:
                var from = random.Next(mutant.Length);
                random.NextBytes(mutant.AsSpan(from, Math.Min(random.Next(1, 64), mutant.Length - from)));
                break;
        }

        return mutant;
    }

    private static string Growth(RgbPicture picture, int colour)
    {
        int At(int x, int y) => picture.Pixels[(((y * picture.Width) + x) * 3) + colour];
        var (across, down) = (At(17, 10) - At(2, 10), At(10, 17) - At(10, 2));
        return Math.Abs(across) > Math.Abs(down) ? (across > 0 ? "right" : "left") : down > 0 ? "down" : "up";
    }
}
