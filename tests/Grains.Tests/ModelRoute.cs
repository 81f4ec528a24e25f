using System.Collections.Concurrent;
using System.Collections.Immutable;
using Moodstream.Abstractions.Models;
using Moodstream.Abstractions.Posts;
using Moodstream.Grains.Credits;
using Moodstream.Grains.Encoders;
using Moodstream.Inference.Models;

namespace Moodstream.Grains.Tests;

/// <summary>The way straight into models: one for all modalities, or another one for some.</summary>
internal sealed class ModelRoute(IEmotionModel model) : IEncoderRoute
{
    /// <summary>Models that modalities reach in place of the first.</summary>
    public Dictionary<Modality, IEmotionModel> Elsewhere { get; } = [];

    /// <summary>What was encoded, call by call.</summary>
    public ConcurrentQueue<(Modality Modality, ImmutableArray<PostContent> Contents)> Calls { get; } = [];

    public Task<ImmutableArray<Embedding>> EncodeAsync(IModalityEncoder encoder, ImmutableArray<PostContent> contents, Patience patience)
    {
        Calls.Enqueue((encoder.Modality, contents));
        return Elsewhere.GetValueOrDefault(encoder.Modality, model).EmbedAsync(encoder.Modality, encoder.Device?.Id, contents, patience.Working);
    }
}
