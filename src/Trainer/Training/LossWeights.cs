using Moodstream.Trainer.Recipes;

namespace Moodstream.Trainer.Training;

/// <summary>Which losses a model learns by.</summary>
/// <param name="Fused">Weight of the classification of all modalities together.</param>
/// <param name="Alone">Weight of the classification from each modality alone.</param>
/// <param name="Contrast">Weight of the contrastive loss.</param>
/// <param name="Ranking">Weight of the ranking loss.</param>
/// <param name="Negatives">Negatives that the ranking loss draws for each post.</param>
/// <param name="Teacher">Weight of a teacher's opinions, where there is one.</param>
internal sealed record LossWeights(double Fused, double Alone, double Contrast, double Ranking, int Negatives, double Teacher = 0)
{
    /// <summary>The weights of a model under a recipe.</summary>
    public static LossWeights Of(ModelKind kind, Recipe recipe)
    {
        if (kind.IsAligned)
        {
            return new LossWeights(recipe.FusedWeight, recipe.AloneWeight, recipe.ContrastWeight, recipe.RankingWeight, recipe.Negatives, recipe.TeacherWeight);
        }

        return kind.Fusion == Fusion.Late ? new LossWeights(0, 1, 0, 0, 0) : new LossWeights(1, 0, 0, 0, 0);
    }
}
