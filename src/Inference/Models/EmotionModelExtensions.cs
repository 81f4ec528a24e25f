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
        var failures = new PostFailure?[contents.Count];
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
                failures[places[i]] ??= embeddings[i].Failure;
                gathered[places[i]].Add(embeddings[i]);
            }
        }

        int[] whole = [.. Enumerable.Range(0, contents.Count).Where(i => failures[i] is null && gathered[i].Count > 0)];
        var verdicts = model.Classify([.. whole.Select(i => gathered[i].DrainToImmutable())]);
        var predictions = Array.ConvertAll(failures, static failure => new Prediction(null, failure));
        for (var i = 0; i < whole.Length; i++)
        {
            predictions[whole[i]] = new Prediction(verdicts[i], null);
        }

        return predictions;
    }
}
