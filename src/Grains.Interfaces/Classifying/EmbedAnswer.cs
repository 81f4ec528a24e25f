using System.Collections.Immutable;
using Moodstream.Abstractions.Models;

namespace Moodstream.Grains.Interfaces.Classifying;

/// <summary>What a device made of contents, and what it takes from now on.</summary>
/// <param name="Embeddings">One embedding per content, in order; content that can never be encoded has a failure in place of a vector.</param>
/// <param name="Credit">Contents of the modality that the sender may have outstanding at the device, at least 1.</param>
[GenerateSerializer, Immutable, Alias("moodstream.EmbedAnswer")]
public sealed record EmbedAnswer([property: Id(0)] ImmutableArray<Embedding> Embeddings, [property: Id(1)] int Credit);
