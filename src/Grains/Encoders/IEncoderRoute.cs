using System.Collections.Immutable;
using Moodstream.Abstractions.Models;
using Moodstream.Abstractions.Posts;
using Moodstream.Grains.Credits;
using Moodstream.Inference.Models;

namespace Moodstream.Grains.Encoders;

/// <summary>The way from posts to encoders, the same for every modality; tests of what calls it go straight into a model.</summary>
internal interface IEncoderRoute
{
    /// <summary>Encodes one modality of a batch; waits for devices where the encoder needs one.</summary>
    /// <param name="encoder">This silo's encoder of the modality, which says whether it needs a device; it need not be the one that encodes.</param>
    /// <param name="contents">Contents to which the encoder applies; at least one.</param>
    /// <param name="patience">How long they may take.</param>
    /// <returns>One embedding per content, in order; content that can never be encoded has a failure in place of a vector.</returns>
    /// <exception cref="ModelVersionException">The contents reached another model, which does not read the modality.</exception>
    /// <exception cref="TimeoutException">The deadline has passed.</exception>
    Task<ImmutableArray<Embedding>> EncodeAsync(IModalityEncoder encoder, ImmutableArray<PostContent> contents, Patience patience);
}
