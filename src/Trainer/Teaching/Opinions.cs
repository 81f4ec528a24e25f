using System.Numerics.Tensors;
using System.Security.Cryptography;
using System.Text;
using Moodstream.Abstractions.Posts;
using Moodstream.Inference.Models;
using Moodstream.Trainer.Features;
using Moodstream.Trainer.Modalities;
using Moodstream.Trainer.Training;

namespace Moodstream.Trainer.Teaching;

/// <summary>A model's opinions of its own training texts, kept so that another can be taught by it without asking it again.</summary>
internal static class Opinions
{
    /// <summary>Names the cache of a bundle's opinions.</summary>
    public static string CacheName(ModelInfo bundle) => $"teacher-{bundle.Version}";

    /// <summary>Keeps what a model says of the texts that it learnt from.</summary>
    /// <param name="cache">Folder of all caches.</param>
    /// <param name="bundle">The bundle that it became.</param>
    /// <param name="run">The trained model.</param>
    /// <param name="data">What it was trained on.</param>
    public static void Keep(string cache, ModelInfo bundle, SeedRun run, PreparedData data)
    {
        if (data.Train.Features.All(features => features.Modality != Modality.Text.Name))
        {
            return;
        }

        using FeatureCache opinions = new(cache, CacheName(bundle), bundle.Labels.Length);
        var predictions = Predictor.Run(run.Model, data.Train, Modality.Text.Name);
        for (int place = 0; place < predictions.Posts.Length; place++)
        {
            float[] probabilities = [.. predictions.Logits[place].Select(logit => logit / (float)run.Temperature)];
            TensorPrimitives.SoftMax(probabilities.ToArray(), probabilities);
            opinions.Add(SHA256.HashData(Encoding.UTF8.GetBytes(data.Train.Posts[predictions.Posts[place]].Text!)), probabilities);
        }
    }
}
