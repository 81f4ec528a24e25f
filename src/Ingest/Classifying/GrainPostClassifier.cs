using System.Collections.Immutable;
using Moodstream.Abstractions.Posts;
using Moodstream.Grains.Interfaces.Classifying;
using Moodstream.Grains.Interfaces.Posts;

namespace Moodstream.Ingest.Classifying;

/// <summary>Classifies by the grains of the cluster: one call per batch, and one per part.</summary>
internal sealed class GrainPostClassifier(IGrainFactory grains) : IPostClassifier
{
    public Task<ImmutableArray<PostOutcome>> ClassifyAsync(ImmutableArray<SocialPost> posts, CancellationToken cancellationToken) =>
        grains.GetGrain<IPostRouter>(0).Classify(posts).WaitAsync(cancellationToken);

    public Task<PostOutcome> AddAsync(SocialPost part, CancellationToken cancellationToken) =>
        grains.GetGrain<IPost>(part.Key.ToString()).Add(part).WaitAsync(cancellationToken);
}
