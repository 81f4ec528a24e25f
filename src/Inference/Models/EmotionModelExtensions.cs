using System.Collections.Immutable;
using Moodstream.Abstractions.Models;
using Moodstream.Abstractions.Posts;

namespace Moodstream.Inference.Models;

/// <summary>The whole way from contents to probabilities in one call, for those who do not spread its steps over grains.</summary>
public static class EmotionModelExtensions
{
    /// <summary>Encodes every modality that the contents bring, and classifies them.</summary>
    /// <param name="model">The model.</param>
    /// <param name="contents">The contents, in batches of a few hundred at most.</param>
    /// <param name="device">Id of one of the model's devices, or null for the first.</param>
    /// <param name="cancellationToken">Gives up waiting.</param>
    /// <returns>One prediction per content, in order.</returns>
    /// <exception cref="KeyNotFoundException">This process has no such device.</exception>
    public static async Task<IReadOnlyList<Prediction>> PredictAsync(
        this IEmotionModel model, IReadOnlyList<PostContent> contents, string? device = null, CancellationToken cancellationToken = default)
    {
        ArgumentNullException.ThrowIfNull(model);
        ArgumentNullException.ThrowIfNull(contents);
        var gathered = contents.Select(_ => ImmutableArray.CreateBuilder<Embedding>()).ToArray();
        foreach (var modality in model.Info.Modalities)
        {
            var encoder = model.Encoder(modality, device);
            int[] places = [.. Enumerable.Range(0, contents.Count).Where(i => encoder.Applies(contents[i]))];
            if (places.Length == 0)
            {
                continue;
            }

            var embeddings = await encoder.EncodeAsync([.. places.Select(i => contents[i])], cancellationToken);
            for (var i = 0; i < places.Length; i++)
            {
                gathered[places[i]].Add(embeddings[i]);
            }
        }

        var read = new ImmutableArray<Embedding>[contents.Count];
        var predictions = new Prediction[contents.Count];
        for (var i = 0; i < predictions.Length; i++)
        {
            Embedding[] failed = [.. gathered[i].Where(embedding => embedding.Failure is not null)];
            read[i] = [.. gathered[i].Where(embedding => embedding.Failure is null)];
            if (failed.Length == 0)
            {
                predictions[i] = new Prediction(null, null);
            }
            else if (UnreadContents.FailureOf(failed, read[i]) is { } failure)
            {
                read[i] = [];
                predictions[i] = new Prediction(null, failure);
            }
            else
            {
                predictions[i] = new Prediction(null, failed[0].Failure) { Unread = UnreadContents.ReasonsOf(failed) };
            }
        }

        int[] readable = [.. Enumerable.Range(0, contents.Count).Where(i => read[i].Length > 0)];
        var verdicts = model.Classify([.. readable.Select(i => read[i])]);
        for (var i = 0; i < readable.Length; i++)
        {
            predictions[readable[i]] = predictions[readable[i]] with { Verdict = verdicts[i] };
        }

        return predictions;
    }
}
