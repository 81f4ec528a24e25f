namespace Moodstream.Trainer.Training;

/// <summary>Linear warm-up, then half a cosine down to 0, or a constant.</summary>
/// <param name="warmUpSteps">Steps of the warm-up.</param>
/// <param name="totalSteps">All steps, warm-up included; null for no fall after the warm-up.</param>
internal sealed class LearningRateSchedule(int warmUpSteps, int? totalSteps)
{
    /// <summary>The factor on the base rate at a step from 0, in 0–1.</summary>
    public double Factor(int step)
    {
        if (step < warmUpSteps)
        {
            return (step + 1) / (double)warmUpSteps;
        }

        if (totalSteps is not { } total)
        {
            return 1;
        }

        double progress = (step - warmUpSteps) / (double)Math.Max(total - warmUpSteps, 1);
        return 0.5 * (1 + Math.Cos(Math.PI * progress));
    }
}
