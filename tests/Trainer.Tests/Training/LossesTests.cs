using Moodstream.Trainer.Training;
using TorchSharp;

namespace Moodstream.Trainer.Tests.Training;

[Trait("Category", "Unit")]
public sealed class LossesTests
{
    [Fact]
    public void The_contrastive_loss_equals_the_one_worked_out_by_hand()
    {
        // Partners are alike (cosine 1), strangers at right angles (cosine 0); temperature 1.
        using var first = torch.tensor(new float[] { 2, 0, 0, 3 }, 2, 2);
        using var second = torch.tensor(new float[] { 1, 0, 0, 1 }, 2, 2);
        using var logTemperature = torch.zeros(1);

        using var loss = Losses.Contrastive(first, second, logTemperature);

        Assert.Equal(-Math.Log(Math.E / (Math.E + 1)), loss.item<float>(), 5);
    }

    [Fact]
    public void The_ranking_loss_equals_the_one_worked_out_by_hand()
    {
        // Distance 0 to the partner, 5 to the stranger.
        using var anchor = torch.tensor(new float[] { 1, 1 }, 1, 2);
        using var stranger = torch.tensor(new float[] { 4, 5 }, 1, 2);

        using var loss = Losses.Ranking(anchor, anchor, stranger);

        Assert.Equal(Math.Log(1 + Math.Exp(-5)), loss.item<float>(), 4);
    }

    [Fact]
    public void The_rate_rises_then_falls_along_a_cosine()
    {
        var schedule = new LearningRateSchedule(warmUpSteps: 10, totalSteps: 110);

        Assert.Equal(0.1, schedule.Factor(0), 12);
        Assert.Equal(1, schedule.Factor(10), 12);
        Assert.Equal(0.5, schedule.Factor(60), 12);
        Assert.True(schedule.Factor(109) is > 0 and < 0.001);
        Assert.Equal(1, new LearningRateSchedule(warmUpSteps: 0, totalSteps: null).Factor(1_000));
    }

    [Fact]
    public void A_step_of_the_optimizer_equals_the_one_worked_out_by_hand()
    {
        using var parameter = new TorchSharp.Modules.Parameter(torch.tensor(new float[] { 1, -2 }));
        using var optimizer = new AdamW([new ParameterGroup([parameter], Rate: 0.1, Decay: 0.5)]);
        using var loss = (parameter * parameter).sum();
        loss.backward();

        optimizer.Step(factor: 1);

        // Decay first: ×(1 − 0.05); after one step the corrected moments are g and g², so the step is 0.1 along the sign.
        Assert.Equal([0.95f - 0.1f, -1.9f + 0.1f], parameter.data<float>().ToArray(), (expected, actual) => Math.Abs(expected - actual) < 1e-5);
    }
}
