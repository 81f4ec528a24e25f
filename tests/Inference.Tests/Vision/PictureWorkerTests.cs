using System.Diagnostics;
using Microsoft.Extensions.Time.Testing;
using Moodstream.Inference.Options;
using Moodstream.Inference.Vision;
using Moodstream.Inference.Vision.Pixels;
using Moodstream.Inference.Vision.Workers;
using Moodstream.TestKit;

namespace Moodstream.Inference.Tests.Vision;

/// <summary>Pictures that are decoded in processes of their own. Where these have to fail, a shell stands in for them.</summary>
[Trait("Category", "Process")]
public sealed class PictureWorkerTests : IDisposable
{
    private const string Ready = "printf R";

    private readonly string _folder = Directory.CreateTempSubdirectory("moodstream-worker-").FullName;
    private readonly List<DecodeWorkers> _workers = [];

    private static CancellationToken Token => TestContext.Current.CancellationToken;

    private static string Program => $"exec dotnet '{Repository.AssemblyOf("src", "Silo")}' {PictureWorker.Verb}";

    public void Dispose()
    {
        _workers.ForEach(workers => workers.Dispose());
        Directory.Delete(_folder, recursive: true);
    }

    [Fact]
    public async Task A_worker_answers_as_the_decoder_in_process_does_whatever_the_file()
    {
        PictureOptions options = new();
        PictureDecoder inside = new(options);
        var apart = Decoder(Program, options);
        var isLong = Environment.GetEnvironmentVariable("MOODSTREAM_LONG") == "1";
        var files = HostilePictures.All().Where((_, i) => isLong || i % 20 == 0).Concat(HostilePictures.Mutants(isLong ? 5_000 : 60, seed: 20261126));
        foreach (var (name, file) in files.Prepend(("a photograph", Pictures.Sample("rocket.jpg"))))
        {
            using var expected = await inside.DecodeAsync(file, 40, 30, 64, Token);
            using var decoded = await apart.DecodeAsync(file, 40, 30, 64, Token);

            // Code that is compiled ahead rounds a few pixels otherwise than code that was compiled while it ran.
            Assert.Equal((name, expected.Failure), (name, decoded.Failure));
            Assert.All(Bytes(expected.Picture).Zip(Bytes(decoded.Picture)), pair => Assert.InRange(pair.Second, pair.First - 1, pair.First + 1));
            Assert.Equal((expected.Whole?.Width, expected.Whole?.Height), (decoded.Whole?.Width, decoded.Whole?.Height));
            Assert.InRange(Bytes(expected.Whole).Zip(Bytes(decoded.Whole), static (one, other) => Math.Abs(one - other)).DefaultIfEmpty().Average(), 0, 0.1);
        }
    }

    [Fact]
    public async Task A_picture_over_which_a_worker_ends_is_tried_once_more_with_a_new_one()
    {
        var decoder = Decoder($"if [ -e seen ]; then {Program}; fi; : > seen; {Ready}; head -c 100 > half; exit 1", new PictureOptions());

        using var picture = (await decoder.DecodeAsync(Pictures.Jpeg(), 8, 8, Token)).Picture;

        Assert.NotNull(picture);
        Assert.Equal(100, new FileInfo(Path.Combine(_folder, "half")).Length);
    }

    [Fact]
    public async Task A_picture_over_which_workers_end_again_and_again_is_damaged_and_the_next_one_is_decoded()
    {
        var decoder = Decoder($"echo >> starts; if [ $(wc -l < starts) = 3 ]; then {Program}; fi; {Ready}; head -c 100 > half; kill -9 $$", new PictureOptions());

        var first = await decoder.DecodeAsync(Pictures.Jpeg(), 8, 8, Token);
        using var second = (await decoder.DecodeAsync(Pictures.Jpeg(), 8, 8, Token)).Picture;

        Assert.Equal("picture-corrupt", first.Failure?.Type);
        Assert.NotNull(second);
    }

    [Fact]
    public async Task A_worker_that_died_while_it_had_nothing_to_do_is_nothing_to_a_picture()
    {
        var decoder = Decoder($"echo $$ >> starts; {Program}", new PictureOptions());
        (await decoder.DecodeAsync(Pictures.Jpeg(), 8, 8, Token)).Picture!.Dispose();

        using var worker = Process.GetProcessById(int.Parse(Starts().Single(), System.Globalization.CultureInfo.InvariantCulture));
        worker.Kill();
        await worker.WaitForExitAsync(Token);
        using var picture = (await decoder.DecodeAsync(Pictures.Jpeg(), 8, 8, Token)).Picture;

        Assert.NotNull(picture);
        Assert.Equal(2, Starts().Length);
    }

    [Fact]
    public async Task A_worker_that_goes_on_beyond_its_processor_time_is_killed_and_the_picture_refused_at_once()
    {
        var decoder = Decoder($"echo >> starts; {Ready}; while :; do :; done", new PictureOptions { MaxCpuMs = 100 });

        var decoded = await decoder.DecodeAsync(Pictures.Jpeg(), 8, 8, Token);

        Assert.Equal("picture-too-slow", decoded.Failure?.Type);
        Assert.Single(Starts());
    }

    [Fact]
    public async Task A_worker_that_takes_more_memory_than_a_picture_may_is_killed_and_the_picture_refused()
    {
        var decoder = Decoder($"{Ready}; x=$(head -c 400000000 /dev/zero | tr '\\0' x); sleep 1000", new PictureOptions { MaxCpuMs = 60_000 });

        var decoded = await decoder.DecodeAsync(Pictures.Jpeg(), 8, 8, Token);

        Assert.Equal("picture-too-large", decoded.Failure?.Type);
    }

    [Fact]
    public async Task A_worker_that_stands_still_is_killed_and_another_one_gets_the_picture()
    {
        FakeTimeProvider time = new();
        var decoder = Decoder($"if [ -e seen ]; then : > second; {Program}; fi; : > seen; {Ready}; exec sleep 1000", new PictureOptions(), time);

        var decoding = decoder.DecodeAsync(Pictures.Jpeg(), 8, 8, Token);
        while (!File.Exists(Path.Combine(_folder, "second")))
        {
            await Task.Delay(20, Token);
            time.Advance(TimeSpan.FromSeconds(2));
        }

        using var picture = (await decoding).Picture;
        Assert.NotNull(picture);
    }

    [Theory]
    [InlineData("exit 3")]
    [InlineData("printf X; sleep 1000")]
    [InlineData("exec /no/such/program")]
    public async Task That_no_worker_starts_is_no_fault_of_a_picture(string program)
    {
        var exception = await Assert.ThrowsAsync<InvalidOperationException>(() => Decoder(program, new PictureOptions()).DecodeAsync(Pictures.Jpeg(), 8, 8, Token));

        Assert.Contains("Inference:Pictures:Worker", exception.Message, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("printf '\\377'")]
    [InlineData("printf '\\0only some of the pixels'")]
    public async Task What_no_worker_says_is_not_believed(string answer)
    {
        var decoder = Decoder($"{Ready}; head -c 100 > half; {answer}", new PictureOptions());

        var decoded = await decoder.DecodeAsync(Pictures.Jpeg(), 8, 8, Token);

        Assert.Equal("picture-corrupt", decoded.Failure?.Type);
    }

    [Fact]
    public async Task A_worker_knows_none_of_the_settings()
    {
        Environment.SetEnvironmentVariable("Moodstream__Kafka__Client__sasl.password", "secret");
        var decoder = Decoder("env > environment; exit 1", new PictureOptions());

        await Assert.ThrowsAsync<InvalidOperationException>(() => decoder.DecodeAsync(Pictures.Jpeg(), 8, 8, Token));

        var environment = await File.ReadAllTextAsync(Path.Combine(_folder, "environment"), Token);
        Assert.Contains("DOTNET_GCHeapHardLimit=", environment, StringComparison.Ordinal);
        Assert.DoesNotContain("secret", environment, StringComparison.Ordinal);
    }

    private static byte[] Bytes(RgbPicture? picture) => picture is null ? [] : picture.Pixels.ToArray();

    private string[] Starts() => File.ReadAllLines(Path.Combine(_folder, "starts"));

    private PictureDecoder Decoder(string script, PictureOptions options, TimeProvider? time = null)
    {
        Assert.SkipWhen(OperatingSystem.IsWindows(), "It needs a shell.");
        DecodeWorkers workers = new(
            options, () => new ProcessStartInfo("sh") { ArgumentList = { "-c", script }, WorkingDirectory = _folder }, time ?? TimeProvider.System);
        _workers.Add(workers);
        return new PictureDecoder(options, static () => TimeSpan.Zero, workers);
    }
}
