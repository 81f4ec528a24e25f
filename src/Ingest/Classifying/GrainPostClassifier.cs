using System.Collections.Immutable;
using Moodstream.Grains.Interfaces;

namespace Moodstream.Ingest;

/// <summary>Classifies by the grains of the cluster: one call per batch, and one per part.</summary>
internal sealed class GrainPostClassifier(IGrainFactory grains) : IPostClassifier
{
    public Task<ImmutableArray<PostOutcome>> Classify(ImmutableArray<SocialPost> posts, CancellationToken cancellationToken) =>
        grains.GetGrain<IPostRouter>(0).Classify(posts).WaitAsync(cancellationToken);

    public Task<PostOutcome> Add(SocialPost part, CancellationToken cancellationToken) =>
        grains.GetGrain<IPost>(PostKey.Of(part.UserId, part.Id)).Add(part).WaitAsync(cancellationToken);
}
