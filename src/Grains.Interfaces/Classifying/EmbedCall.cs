using System.Collections.Immutable;
using Moodstream.Abstractions.Posts;

namespace Moodstream.Grains.Interfaces.Classifying;

/// <summary>Contents of one modality on their way to a device.</summary>
/// <param name="Modality">A modality of the model.</param>
/// <param name="Contents">Contents that bring the modality, less what its encoder does not read; at least one.</param>
/// <param name="Sender">Who sends them, as a rule the name of a silo: a device shares what it takes among its senders.</param>
/// <param name="Within">
/// How long the caller waits for them, above zero. A span and not a time, since clocks differ; it begins when the call arrives. What
/// has not been computed by then is dropped.
/// </param>
[GenerateSerializer, Immutable, Alias("moodstream.EmbedCall")]
public sealed record EmbedCall(
    [property: Id(0)] Modality Modality,
    [property: Id(1)] ImmutableArray<PostContent> Contents,
    [property: Id(2)] string Sender,
    [property: Id(3)] TimeSpan Within);
