namespace Moodstream.Trainer;

/// <summary>Linear warm-up, then half a cosine down to 0.</summary>
/// <param name="warmUpSteps">Steps of the warm-up.</param>
/// <param name="totalSteps">All steps, warm-up included.</param>
internal sealed class LearningRateSchedule(int warmUpSteps, int totalSteps)
{
    /// <summary>The factor on the base rate at a step from 0, in 0–1.</summary>
    public double Factor(int step)
    {
        if (step < warmUpSteps)
        {
            return (step + 1) / (double)warmUpSteps;
        }

        double progress = (step - warmUpSteps) / (double)Math.Max(totalSteps - warmUpSteps, 1);
        return 0.5 * (1 + Math.Cos(Math.PI * progress));
    }
}
