using Moodstream.Inference.Options;
using Moodstream.Inference.Vision;
using Moodstream.TestKit;
using SixLabors.ImageSharp.PixelFormats;

namespace Moodstream.Inference.Tests.Vision;

[Trait("Category", "Unit")]
public sealed class PictureDecoderTests : IDisposable
{
    private readonly PictureDecoder _decoder = new(new PictureOptions { MaxPixels = 4_000_000 });

    public void Dispose() => _decoder.Dispose();

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
        using var decoder = new PictureDecoder(new PictureOptions { MaxBytes = 100 });

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
    public async Task A_picture_that_takes_too_long_fails_instead_of_holding_its_caller()
    {
        using var decoder = new PictureDecoder(new PictureOptions { DecodeTimeoutMs = 100 }, new ExpiredTime());

        var decoded = await decoder.DecodeAsync(Pictures.Jpeg(), 8, 8, TestContext.Current.CancellationToken);

        Assert.Equal("picture-too-slow", decoded.Failure?.Type);
    }

    [Fact]
    public async Task A_picture_that_keeps_its_decoder_busy_ends_at_its_deadline_and_makes_room_for_the_next()
    {
        using var decoder = new PictureDecoder(new PictureOptions { DecodeTimeoutMs = 200, MaxConcurrentDecodes = 1 });

        var busy = await decoder.DecodeAsync(Pictures.ScanBomb(side: 1_440, scans: 100_000), 8, 8, TestContext.Current.CancellationToken);

        // With its only slot taken for ever, the decoder would not come back.
        var next = await decoder.DecodeAsync("GIF87a, but no more than that"u8.ToArray(), 8, 8, TestContext.Current.CancellationToken);

        Assert.Equal("picture-too-slow", busy.Failure?.Type);
        Assert.False(next.IsDecoded);
    }

    [Fact]
    public async Task A_caller_that_gives_up_gets_its_cancellation()
    {
        using var cancelled = new CancellationTokenSource();
        await cancelled.CancelAsync();

        await Assert.ThrowsAnyAsync<OperationCanceledException>(() => _decoder.DecodeAsync(Pictures.Jpeg(), 8, 8, cancelled.Token));
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

    /// <summary>A clock whose timers are due at once.</summary>
    private sealed class ExpiredTime : TimeProvider
    {
        public override ITimer CreateTimer(TimerCallback callback, object? state, TimeSpan dueTime, TimeSpan period)
        {
            callback(state);
            return System.CreateTimer(_ => { }, null, Timeout.InfiniteTimeSpan, Timeout.InfiniteTimeSpan);
        }
    }
}
