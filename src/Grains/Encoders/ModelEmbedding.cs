using System.Collections.Immutable;
using Moodstream.Abstractions.Models;
using Moodstream.Abstractions.Posts;
using Moodstream.Inference.Models;

namespace Moodstream.Grains.Encoders;

/// <summary>Encodes with the model of the moment.</summary>
internal static class ModelEmbedding
{
    /// <summary>Encodes contents of one modality.</summary>
    /// <param name="model">The model.</param>
    /// <param name="modality">The modality.</param>
    /// <param name="device">Device to run on, or null for an encoder that needs none, or for what it can do without.</param>
    /// <param name="contents">Contents that bring the modality.</param>
    /// <param name="cancellationToken">Gives up; what has not been computed is dropped.</param>
    /// <returns>One embedding per content, in order.</returns>
    /// <exception cref="ModelVersionException">The model lacks the modality, as one may that took over after the caller chose where to send the contents.</exception>
    public static async Task<ImmutableArray<Embedding>> EmbedAsync(
        this IEmotionModel model, Modality modality, string? device, ImmutableArray<PostContent> contents, CancellationToken cancellationToken)
    {
        using var lease = model.Lease();
        if (!lease.Model.Info.Modalities.Contains(modality))
        {
            throw new ModelVersionException(
                $"Contents for '{modality}' reached model version {lease.Model.Info.Version}, which does not read it; try again when every silo runs the same model.");
        }

        var encoder = lease.Model.Encoder(modality, device);
        return await (device is null && encoder.First is { } first ? first : encoder).EncodeAsync(contents, cancellationToken);
    }
}
