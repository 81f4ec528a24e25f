using System.Diagnostics;
using System.Globalization;
using Moodstream.Inference.Options;
using Moodstream.Inference.Vision;
using Moodstream.TestKit;
using SixLabors.ImageSharp;
using SixLabors.ImageSharp.PixelFormats;
using SixLabors.ImageSharp.Processing;

namespace Moodstream.Benchmarks.Loads;

/// <summary>
/// What it costs that pictures come from strangers: those of the samples, one after the other, to what the network sees, by the library alone, by
/// <see cref="PictureDecoder"/>, and by that in a process of its own.
/// </summary>
internal static class PictureDecodes
{
    private const int Side = 224;
    private const int Repeats = 5;

    /// <summary>Measures in turn, so that what else the machine does meets all of them, and prints the medians.</summary>
    /// <param name="rounds">How often each has its turn; as many rounds before warm up.</param>
    public static async Task RunAsync(int rounds)
    {
        byte[][] files =
        [
            .. Directory.GetFiles(Path.Combine(Repository.Root, "samples", "images"))
                .Where(static file => Path.GetExtension(file) is ".jpg" or ".gif").Order(StringComparer.Ordinal).Select(File.ReadAllBytes),
        ];
        PictureDecoder door = new(new PictureOptions());
        PictureDecoder worker = new(new PictureOptions { Worker = true });
        (string Name, Func<byte[], Task> Decode)[] ways =
        [
            ("library", Alone), ("door", file => ThroughAsync(door, file)), ("worker", file => ThroughAsync(worker, file)),
        ];
        var times = ways.Select(static _ => new List<double>()).ToArray();
        for (var round = -rounds; round < rounds; round++)
        {
            for (var i = 0; i < ways.Length; i++)
            {
                var time = await MeasureAsync(files, ways[i].Decode);
                if (round >= 0)
                {
                    times[i].Add(time);
                }
            }
        }

        Console.WriteLine($"{files.Length} pictures to {Side} x {Side}, {rounds} rounds of {Repeats}; medians");
        for (var i = 0; i < ways.Length; i++)
        {
            var ratio = Median(times[i].Zip(times[0], static (time, alone) => time / alone));
            Console.WriteLine(string.Create(CultureInfo.InvariantCulture, $"{ways[i].Name,-8} {Median(times[i]),6:F2} ms a picture  {ratio:F2} times the library"));
        }
    }

    private static Task Alone(byte[] file)
    {
        using var image = Image.Load<Rgb24>(file);
        image.Mutate(static context => context.Resize(new Size(Side, Side), KnownResamplers.Triangle, compand: false));
        var pixels = new byte[Side * Side * 3];
        image.CopyPixelDataTo(pixels);
        return Task.CompletedTask;
    }

    private static async Task ThroughAsync(PictureDecoder decoder, byte[] file)
    {
        var decoded = await decoder.DecodeAsync(file, Side, Side);
        decoded.Picture!.Dispose();
    }

    private static async Task<double> MeasureAsync(byte[][] files, Func<byte[], Task> decode)
    {
        var began = Stopwatch.GetTimestamp();
        for (var i = 0; i < Repeats; i++)
        {
            foreach (var file in files)
            {
                await decode(file);
            }
        }

        return Stopwatch.GetElapsedTime(began).TotalMilliseconds / (Repeats * files.Length);
    }

    private static double Median(IEnumerable<double> values)
    {
        double[] sorted = [.. values.Order()];
        return sorted[sorted.Length / 2];
    }
}
