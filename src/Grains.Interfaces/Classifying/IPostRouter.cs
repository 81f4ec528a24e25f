using System.Collections.Immutable;
using Moodstream.Abstractions.Models;
using Moodstream.Abstractions.Posts;

namespace Moodstream.Grains.Interfaces.Classifying;

/// <summary>
/// Classifies complete posts for whoever is not a silo, or waits for the answer: sends each modality of each post to its encoder, pools
/// what arrives in the fusion classifier, and answers in the order of the batch. A stateless worker; any key reaches a local activation.
/// Whoever has a stream of posts uses <see cref="IPostClassifier"/>.
/// </summary>
/// <remarks>
/// Calls go before the stream's posts where a device has to be waited for, and end after three quarters of a minute at the latest: time for
/// a device that no longer answers, and for the try on the next one. An exception is a fault that passes: try again.
/// </remarks>
[Alias("moodstream.IPostRouter")]
public interface IPostRouter : IGrainWithIntegerKey
{
    /// <summary>Classifies complete posts as revision 1, final.</summary>
    /// <param name="posts">Posts that are complete in themselves; each brings at least one modality.</param>
    /// <param name="cancellationToken">Gives up; what a device has not begun is dropped there.</param>
    /// <returns>One outcome per post, in order. A post that can never be classified fails alone, not its batch.</returns>
    [Alias("Classify"), ResponseTimeout("00:01:00")]
    Task<ImmutableArray<PostOutcome>> Classify([Immutable] ImmutableArray<SocialPost> posts, CancellationToken cancellationToken = default);

    /// <summary>Classifies one complete post, and tells in full what each modality says by itself.</summary>
    /// <param name="post">A post as for <see cref="Classify"/>.</param>
    /// <param name="cancellationToken">Gives up; what a device has not begun is dropped there.</param>
    [Alias("Explain"), ResponseTimeout("00:01:00")]
    Task<ExplainedPost> Explain(SocialPost post, CancellationToken cancellationToken = default);
}

/// <summary>What became of a post, and why.</summary>
/// <param name="Outcome">The event or the failure.</param>
/// <param name="Opinions">What each modality says by itself, in the model's order; empty where the post failed.</param>
[GenerateSerializer, Immutable, Alias("moodstream.ExplainedPost")]
public sealed record ExplainedPost([property: Id(0)] PostOutcome Outcome, [property: Id(1)] ImmutableArray<ModalityOpinion> Opinions);
