using System.Collections.Immutable;
using System.Runtime.InteropServices;
using Moodstream.Abstractions.Models;
using Moodstream.Abstractions.Posts;
using Moodstream.Grains.Fusion;
using Moodstream.Inference.Models;

namespace Moodstream.Grains.Encoders;

/// <summary>Turns what a model's encoder says into messages between grains.</summary>
internal static class ModelEmbeddings
{
    /// <summary>Encodes contents of one modality.</summary>
    /// <param name="model">The model.</param>
    /// <param name="modality">One of its modalities.</param>
    /// <param name="device">Device to run on, or null for an encoder that needs none.</param>
    /// <param name="contents">Contents that bring the modality.</param>
    /// <returns>One embedding per content, in order.</returns>
    /// <exception cref="ModelVersionException">The model lacks the modality, as one may that took over after the caller chose where to send the contents.</exception>
    public static async Task<ImmutableArray<Embedding>> Embed(
        this IEmotionModel model, Modality modality, string? device, IReadOnlyList<PostContent> contents)
    {
        using var lease = model.Lease();
        var version = lease.Model.Info.Version;
        if (!lease.Model.Info.Modalities.Contains(modality.Name))
        {
            throw new ModelVersionException($"Contents for '{modality}' reached model version {version}, which does not read it; try again when every silo runs the same model.");
        }

        var encoded = await lease.Model.Encoder(modality.Name, device).EncodeAsync(contents);
        return ImmutableCollectionsMarshal.AsImmutableArray(encoded.Select(content => new Embedding
        {
            Modality = modality,
            ModelVersion = version,
            Vector = ImmutableCollectionsMarshal.AsImmutableArray(content.Vector.ToArray()),
            Failure = content.Failure is { } failure ? new PostFailure(failure.Type, failure.Message) : null,
            DecodeMs = content.DecodeMs,
            EmbedMs = content.EmbedMs,
        }).ToArray());
    }
}
