using Moodstream.TestKit;
using Moodstream.Trainer.Errors;
using Moodstream.Trainer.Numerics;
using Moodstream.Trainer.Training;
using TorchSharp;

namespace Moodstream.Trainer.Tests.Training;

[Trait("Category", "Unit")]
public sealed class CheckpointTests : IDisposable
{
    private readonly TemporaryFolder _folder = new();

    public void Dispose() => _folder.Dispose();

    [Fact]
    public void What_is_restored_is_what_was_saved()
    {
        using var scope = torch.NewDisposeScope();
        torch.Tensor[] saved = [torch.rand(3, 4), torch.tensor(2.5f), torch.rand(7)];
        torch.Tensor[] restored = [torch.zeros(3, 4), torch.tensor(0f), torch.zeros(7)];
        new Checkpoint(_folder.File("run.checkpoint"), "one").Save(42, [1.5, 0.25], saved);
        List<double> losses = [];

        var step = new Checkpoint(_folder.File("run.checkpoint"), "one").Restore(losses, restored);

        Assert.Equal(42, step);
        Assert.Equal([1.5, 0.25], losses);
        Assert.All(saved.Zip(restored), pair => Assert.Equal(pair.First.Numbers(), pair.Second.Numbers()));
    }

    [Fact]
    public void A_checkpoint_of_another_run_and_none_at_all_mean_a_start_from_nothing()
    {
        using var scope = torch.NewDisposeScope();
        new Checkpoint(_folder.File("run.checkpoint"), "one").Save(42, [], [torch.ones(1)]);
        torch.Tensor[] state = [torch.zeros(1)];

        Assert.Equal(0, new Checkpoint(_folder.File("run.checkpoint"), "two").Restore([], state));
        Assert.Equal(0, new Checkpoint(_folder.File("none.checkpoint"), "one").Restore([], state));
        Assert.Equal(0, state[0].item<float>());
    }

    [Theory]
    [InlineData(0)]
    [InlineData(2)]
    [InlineData(9)]
    [InlineData(20)]
    public void A_checkpoint_that_is_cut_off_is_named(int length)
    {
        using var scope = torch.NewDisposeScope();
        var file = _folder.File("run.checkpoint");
        new Checkpoint(file, "one").Save(42, [1.5], [torch.ones(3)]);
        File.WriteAllBytes(file, File.ReadAllBytes(file)[..length]);

        var error = Assert.Throws<TrainerException>(() => new Checkpoint(file, "one").Restore([], [torch.zeros(3)]));

        Assert.Equal($"The checkpoint {file} is damaged; delete it to start afresh.", error.Message);
    }
}
