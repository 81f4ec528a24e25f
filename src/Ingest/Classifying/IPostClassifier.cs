using System.Collections.Immutable;
using Moodstream.Abstractions.Posts;
using Moodstream.Grains.Interfaces.Classifying;

namespace Moodstream.Ingest.Classifying;

/// <summary>Works out the emotions of posts. Any exception may be transient; what can never work comes as an outcome.</summary>
internal interface IPostClassifier
{
    /// <summary>Classifies complete posts; one outcome per post, in order.</summary>
    Task<ImmutableArray<PostOutcome>> ClassifyAsync(ImmutableArray<SocialPost> posts, CancellationToken cancellationToken);

    /// <summary>Adds a part of a post; may answer only after the parts window.</summary>
    Task<PostOutcome> AddAsync(SocialPost part, CancellationToken cancellationToken);
}
