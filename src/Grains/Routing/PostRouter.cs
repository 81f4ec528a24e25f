using System.Collections.Immutable;
using Moodstream.Abstractions.Posts;
using Moodstream.Grains.Credits;
using Moodstream.Grains.Interfaces.Classifying;
using Orleans.Concurrency;

namespace Moodstream.Grains.Routing;

/// <inheritdoc cref="IPostRouter"/>
/// <remarks>Reentrant, so that a call which waits for pictures does not hold up a call with words.</remarks>
[StatelessWorker, Reentrant]
internal sealed class PostRouter(PostClassifier classifier, TimeProvider time) : Grain, IPostRouter
{
    /// <inheritdoc/>
    public async Task<ImmutableArray<PostOutcome>> Classify(ImmutableArray<SocialPost> posts, CancellationToken cancellationToken)
    {
        if (posts.IsDefaultOrEmpty)
        {
            return [];
        }

        var answers = await classifier.ExplainAsync(posts, Patience.OfCall(time, cancellationToken));
        return [.. answers.Select(answer => answer.Outcome)];
    }

    /// <inheritdoc/>
    public async Task<ExplainedPost> Explain(SocialPost post, CancellationToken cancellationToken)
    {
        var (outcome, verdict) = (await classifier.ExplainAsync([post], Patience.OfCall(time, cancellationToken)))[0];
        return new ExplainedPost(outcome, verdict?.Opinions ?? []);
    }
}
