using System.Collections.Immutable;
using Moodstream.Grains.Interfaces;
using Orleans.Concurrency;

namespace Moodstream.Grains;

/// <inheritdoc cref="IPostRouter"/>
/// <remarks>Reentrant, so that a batch which waits for pictures does not hold up a batch of words.</remarks>
[StatelessWorker, Reentrant]
internal sealed class PostRouter(PostEncoder encoder, TimeProvider time) : Grain, IPostRouter
{
    /// <inheritdoc/>
    public async Task<ImmutableArray<PostOutcome>> Classify(ImmutableArray<SocialPost> posts)
    {
        if (posts.IsDefaultOrEmpty)
        {
            return [];
        }

        using var span = GrainsTelemetry.Source.StartActivity("classify posts");
        span?.SetTag("moodstream.batch.size", posts.Length);
        var started = time.GetUtcNow();
        var encoded = await encoder.Encode(posts);
        var readable = Enumerable.Range(0, posts.Length).Where(i => encoded[i].Failure is null).ToArray();
        ImmutableArray<Verdict> verdicts = readable.Length == 0
            ? []
            : await GrainFactory.GetGrain<IFusionClassifier>(0).Classify([.. readable.Select(i => encoded[i].Embeddings)]);

        var outcomes = new PostOutcome[posts.Length];
        for (var i = 0; i < readable.Length; i++)
        {
            var at = readable[i];
            outcomes[at] = PostOutcome.Classified(Event(posts[at], encoded[at], verdicts[i], started));
        }

        for (var i = 0; i < outcomes.Length; i++)
        {
            outcomes[i] ??= PostOutcome.Failed(encoded[i].Failure!);
        }

        return [.. outcomes];
    }

    private EmotionEvent Event(SocialPost post, EncodedPost encoded, Verdict verdict, DateTimeOffset started)
    {
        var queued = post.ReceivedAt == default ? TimeSpan.Zero : started - post.ReceivedAt;
        var emotion = EmotionEvents.Create(
            (post.Id, post.UserId, post.CreatedAt), 1, EmotionStatus.Final, encoded.Embeddings, verdict, queued, time.GetUtcNow());
        GrainsTelemetry.Record(emotion.Timings);
        return emotion;
    }
}
