using System.Diagnostics;
using System.Globalization;
using System.Net.Http.Json;
using System.Text.Json.Nodes;
using Moodstream.EndToEnd.Tests.Harness;
using Moodstream.TestKit;

namespace Moodstream.EndToEnd.Tests;

/// <summary>A silo that has its pictures decoded in a process of its own.</summary>
[Trait("Category", "Process")]
public sealed class PictureWorkerTests
{
    private const int Timeout = 180_000;

    private static CancellationToken Token => TestContext.Current.CancellationToken;

    [Fact(Timeout = Timeout)]
    public async Task Pictures_are_decoded_in_a_process_that_may_die_and_that_ends_with_its_silo()
    {
        Assert.SkipUnless(OperatingSystem.IsLinux(), "It looks for processes in /proc.");
        await using var place = new Workplace();
        var silo = await place.StartSiloAsync("--Inference:Pictures:Worker=true", "--Inference:Pictures:MaxConcurrentDecodes=1");

        Assert.Equal(["image"], await ClassifyAsync(silo));
        using var first = WorkerOf(silo);
        first.Kill();
        await first.WaitForExitAsync(Token);
        Assert.Equal(["image"], await ClassifyAsync(silo));
        using var second = WorkerOf(silo);
        Assert.NotEqual(first.Id, second.Id);
        Assert.DoesNotContain(
            Directory.GetFiles($"/proc/{second.Id}/fd"),
            descriptor => File.ResolveLinkTarget(descriptor, returnFinalTarget: false)?.Name.StartsWith("socket:", StringComparison.Ordinal) == true);

        // As a supervisor does that signals all processes.
        using (var kill = Process.Start("kill", ["-TERM", second.Id.ToString(CultureInfo.InvariantCulture)]))
        {
            await kill.WaitForExitAsync(Token);
        }

        Assert.Equal(["image"], await ClassifyAsync(silo));
        Assert.False(second.HasExited);

        await silo.Program.KillAsync();
        await second.WaitForExitAsync(Token);
    }

    private static async Task<IEnumerable<string>> ClassifyAsync(RunningSilo silo)
    {
        var picture = await File.ReadAllBytesAsync(Repository.Sample("coffee.jpg"), Token);
        using var answer = await silo.Http.PostAsJsonAsync("api/classify", new { image = new { data = picture } }, Token);
        return (await answer.Content.ReadFromJsonAsync<JsonObject>(Token))!["modalities"]!.AsArray().Select(modality => modality!.ToString());
    }

    private static Process WorkerOf(RunningSilo silo) => Process.GetProcesses().Single(process => IsWorkerOf(silo.Program.Id, process.Id));

    private static bool IsWorkerOf(int parent, int id)
    {
        try
        {
            // The name, in parentheses, may hold anything; the state and the parent follow it.
            var status = File.ReadAllText($"/proc/{id}/stat").Split(')')[^1].Split(' ');
            return status[2] == parent.ToString(CultureInfo.InvariantCulture) && File.ReadAllText($"/proc/{id}/cmdline").Contains("decode-pictures", StringComparison.Ordinal);
        }
        catch (IOException)
        {
            // It has ended meanwhile.
            return false;
        }
    }
}
