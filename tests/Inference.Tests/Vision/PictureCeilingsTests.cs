using System.Diagnostics;
using System.Globalization;
using Moodstream.Inference.Options;
using Moodstream.Inference.Vision;

namespace Moodstream.Inference.Tests.Vision;

/// <summary>
/// What files cost that were made to cost much: measured in a process of its own, since memory is the process's. MOODSTREAM_LONG=1 adds 100,000
/// mutants.
/// </summary>
[Trait("Category", "Process")]
public sealed class PictureCeilingsTests(ITestOutputHelper output)
{
    private const int MaxMegabytes = 64;
    private const int MaxCpuMs = 1_000;

    /// <summary>Between two looks at the clock a decode goes on: what it reads at once may unpack to megabytes.</summary>
    private const int CpuSlackMs = 150;

    private const string Results = "MOODSTREAM_CEILINGS";

    [Fact]
    public async Task No_file_takes_more_memory_or_processor_time_than_a_picture_may()
    {
        Assert.SkipUnless(OperatingSystem.IsLinux(), "It reads peaks of memory from /proc.");
        var results = Path.Combine(Path.GetTempPath(), $"moodstream-ceilings-{Guid.NewGuid():N}.tsv");
        try
        {
            ProcessStartInfo start = new("dotnet")
            {
                ArgumentList = { "exec", typeof(PictureCeilingsTests).Assembly.Location, "-explicit", "only", "-method", $"*.{nameof(Measure)}" },

                // What is freed shall go back to the system, or the next file would find it there.
                Environment = { [Results] = results, ["MALLOC_MMAP_THRESHOLD_"] = "65536" },
                RedirectStandardOutput = true,
            };
            using var child = Process.Start(start)!;
            var said = await child.StandardOutput.ReadToEndAsync(TestContext.Current.CancellationToken);
            await child.WaitForExitAsync(TestContext.Current.CancellationToken);
            Assert.True(child.ExitCode == 0, said);

            var lines = await File.ReadAllLinesAsync(results, TestContext.Current.CancellationToken);
            output.WriteLine(string.Join('\n', lines));
            var rows = lines.Select(line => line.Split('\t')).ToArray();
            Assert.InRange(rows.Length, 150, int.MaxValue);
            Assert.All(rows, row => Assert.True(Number(row[1]) <= MaxMegabytes && Number(row[2]) <= MaxCpuMs + CpuSlackMs, string.Join(' ', row)));

            // The limits are not held by refusing everything.
            Assert.InRange(rows.Count(row => row[3] == "decoded"), 40, rows.Length);
        }
        finally
        {
            File.Delete(results);
        }
    }

    /// <summary>What the process of its own does.</summary>
    [Fact(Explicit = true)]
    public async Task Measure()
    {
        var results = Environment.GetEnvironmentVariable(Results);
        Assert.SkipWhen(results is null, "It is a part of the test above.");
        var files = Environment.GetEnvironmentVariable("MOODSTREAM_LONG") == "1"
            ? HostilePictures.All().Concat(HostilePictures.Mutants(100_000, seed: 20260202))
            : HostilePictures.All();
        await using StreamWriter writer = new(results!);
        await MeasureAsync(Moodstream.TestKit.Pictures.Jpeg(), isFirst: true);
        foreach (var (name, file) in files)
        {
            var (megabytes, cpuMs, outcome) = await MeasureAsync(file, isFirst: !name.StartsWith("mutant", StringComparison.Ordinal));
            await writer.WriteLineAsync(string.Create(CultureInfo.InvariantCulture, $"{name} ({file.Length} bytes)\t{megabytes:F1}\t{cpuMs:F0}\t{outcome}"));
        }
    }

    private static async Task<(double Megabytes, double CpuMs, string Outcome)> MeasureAsync(byte[] file, bool isFirst)
    {
        PictureDecoder decoder = new(new PictureOptions());
        if (isFirst)
        {
            // Nothing of an earlier file shall be there to be used again.
            GC.Collect(2, GCCollectionMode.Aggressive);
            GC.WaitForPendingFinalizers();
        }

        await File.WriteAllTextAsync("/proc/self/clear_refs", "5");
        var (memory, cpu) = (Memory("VmRSS"), Environment.CpuUsage.TotalTime);
        var decoded = await decoder.DecodeAsync(file, 224, 224);
        var spent = Environment.CpuUsage.TotalTime - cpu;
        var peak = Memory("VmHWM");
        decoded.Picture?.Dispose();
        return ((peak - memory) / 1024, spent.TotalMilliseconds, decoded.Failure?.Type ?? "decoded");
    }

    private static double Memory(string name) => Number(
        File.ReadLines("/proc/self/status").First(line => line.StartsWith(name, StringComparison.Ordinal)).Split([':', ' ', '\t'], StringSplitOptions.RemoveEmptyEntries)[1]);

    private static double Number(string text) => double.Parse(text, CultureInfo.InvariantCulture);
}
