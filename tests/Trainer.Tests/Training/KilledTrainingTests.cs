using System.Diagnostics;
using System.Text.Json;
using Moodstream.TestKit;
using Moodstream.Trainer.Commands;

namespace Moodstream.Trainer.Tests.Training;

[Trait("Category", "Training")]
public sealed class KilledTrainingTests : IDisposable
{
    private const int Epochs = 400;

    private readonly TemporaryFolder _folder = new();

    public void Dispose() => _folder.Dispose();

    [Fact]
    public async Task A_training_that_is_killed_goes_on_from_its_last_checkpoint_and_ends_as_if_it_had_not_been()
    {
        var table = ToyPosts.WriteTable(_folder, 64, withPictures: false);
        var checkpoint = Path.Combine(_folder.File("killed"), "checkpoints", "common-space-1.checkpoint");
        using var training = Process.Start(new ProcessStartInfo("dotnet", [typeof(CommandLine).Assembly.Location, .. Command(table, "killed")])
        {
            RedirectStandardOutput = true,
        })!;
        await Wait.UntilAsync(() => File.Exists(checkpoint) || training.HasExited);
        training.Kill();
        await training.WaitForExitAsync(TestContext.Current.CancellationToken);
        Assert.False(File.Exists(Path.Combine(_folder.File("killed"), "bundle.json")), "The training was over before it could be killed.");

        var resumed = await CommandLine.RunAsync(Command(table, "killed"), TestContext.Current.CancellationToken);
        var whole = await CommandLine.RunAsync(Command(table, "whole"), TestContext.Current.CancellationToken);

        Assert.Equal((0, 0), (resumed, whole));
        Assert.Equal(Losses("whole"), Losses("killed"));
        Assert.False(File.Exists(checkpoint));
    }

    private string[] Command(string table, string name) =>
    [
        "train", "--data", table, "--text", "text", "--label", "mood", "--split", "split", "--set", $"epochs={Epochs}", "--set", "batchSize=8",
        "--out", _folder.File(name),
    ];

    private double[] Losses(string name)
    {
        using var record = JsonDocument.Parse(File.ReadAllText(Path.Combine(_folder.File(name), "run.json")));
        return [.. record.RootElement.GetProperty("seeds")[0].GetProperty("epochLosses").EnumerateArray().Select(loss => loss.GetDouble())];
    }
}
