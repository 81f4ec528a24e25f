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
        var failures = new ContentFailure?[contents.Count];
        var vectors = new Dictionary<string, ReadOnlyMemory<float>>[contents.Count];
        for (var i = 0; i < vectors.Length; i++)
        {
            vectors[i] = new Dictionary<string, ReadOnlyMemory<float>>(StringComparer.Ordinal);
        }

        foreach (var modality in model.Info.Modalities)
        {
            var encoder = model.Encoder(modality, device);
            int[] places = [.. Enumerable.Range(0, contents.Count).Where(i => encoder.Applies(contents[i]))];
            if (places.Length == 0)
            {
                continue;
            }

            var encoded = await encoder.EncodeAsync([.. places.Select(i => contents[i])], cancellationToken);
            for (var i = 0; i < places.Length; i++)
            {
                failures[places[i]] ??= encoded[i].Failure;
                vectors[places[i]][modality] = encoded[i].Vector;
            }
        }

        int[] whole = [.. Enumerable.Range(0, contents.Count).Where(i => failures[i] is null && vectors[i].Count > 0)];
        var classifications = model.Classify([.. whole.Select(i => vectors[i])]);
        var predictions = Array.ConvertAll(failures, static failure => new Prediction(null, failure));
        for (var i = 0; i < whole.Length; i++)
        {
            predictions[whole[i]] = new Prediction(classifications[i], null);
        }

        return predictions;
    }
}
