using Moodstream.Trainer.Features;
using Moodstream.Trainer.Models;
using Moodstream.Trainer.Scoring;
using TorchSharp;

namespace Moodstream.Trainer.Training;

/// <summary>Runs a trained model over an example set.</summary>
internal static class Predictor
{
    private const int BatchSize = 512;

    /// <summary>Classifies every usable post.</summary>
    /// <param name="model">The model.</param>
    /// <param name="examples">The posts.</param>
    /// <param name="only">The one modality to look at, in the posts that have it, or null for all.</param>
    public static Predictions Run(FusionModel model, ExampleSet examples, string? only = null)
    {
        var set = only is null ? null : examples.Features.Single(features => features.Modality == only);
        int[] posts = [.. examples.Usable().Where(post => set is null || set.Has(post))];
        List<float[]> logits = [];
        model.eval();
        using var noGradient = torch.no_grad();
        foreach (int[] batch in posts.Chunk(BatchSize))
        {
            using var scope = torch.NewDisposeScope();
            var rows = model.Classify(model.Encode(examples.Features, batch), only).cpu();
            logits.AddRange(rows.data<float>().Chunk((int)rows.shape[1]));
        }

        return new Predictions([.. posts], [.. posts.Select(post => examples.Posts[post].Label)], [.. logits]);
    }
}
