using System.Collections.Immutable;
using Moodstream.Grains.Interfaces;
using Orleans.Concurrency;

namespace Moodstream.Grains;

/// <inheritdoc cref="IPostRouter"/>
/// <remarks>Reentrant, so that a batch which waits for pictures does not hold up a batch of words.</remarks>
[StatelessWorker, Reentrant]
internal sealed class PostRouter(PostEncoder encoder, TimeProvider time) : Grain, IPostRouter
{
    /// <summary>How often a batch is encoded before silos whose models differ are the caller's trouble.</summary>
    private const int MaxEncodings = 3;

    /// <inheritdoc/>
    public async Task<ImmutableArray<PostOutcome>> Classify(ImmutableArray<SocialPost> posts)
    {
        if (posts.IsDefaultOrEmpty)
        {
            return [];
        }

        var judged = await Judge(posts);
        return [.. judged.Select(post => post.Outcome)];
    }

    /// <inheritdoc/>
    public async Task<ExplainedPost> Explain(SocialPost post)
    {
        var (outcome, verdict) = (await Judge([post]))[0];
        return new ExplainedPost(outcome, verdict?.Opinions ?? []);
    }

    private async Task<(PostOutcome Outcome, Verdict? Verdict)[]> Judge(ImmutableArray<SocialPost> posts)
    {
        using var span = GrainsTelemetry.Source.StartActivity("classify posts");
        span?.SetTag("moodstream.batch.size", posts.Length);
        var started = time.GetUtcNow();
        var (encoded, readable, verdicts) = await EncodeAndFuse(posts);

        var judged = new (PostOutcome Outcome, Verdict? Verdict)[posts.Length];
        for (var i = 0; i < readable.Length; i++)
        {
            var at = readable[i];
            judged[at] = (PostOutcome.Classified(Event(posts[at], encoded[at], verdicts[i], started)), verdicts[i]);
        }

        for (var i = 0; i < judged.Length; i++)
        {
            if (encoded[i].Failure is { } failure)
            {
                judged[i] = (PostOutcome.Failed(failure), null);
            }
        }

        return judged;
    }

    private async Task<(EncodedPost[] Encoded, int[] Readable, ImmutableArray<Verdict> Verdicts)> EncodeAndFuse(ImmutableArray<SocialPost> posts)
    {
        for (var encodings = 1; ; encodings++)
        {
            var encoded = await encoder.Encode(posts);
            var readable = Enumerable.Range(0, posts.Length).Where(i => encoded[i].Failure is null).ToArray();
            if (readable.Length == 0)
            {
                return (encoded, readable, []);
            }

            try
            {
                var verdicts = await GrainFactory.GetGrain<IFusionClassifier>(0).Classify([.. readable.Select(i => encoded[i].Embeddings)]);
                return (encoded, readable, verdicts);
            }
            catch (ModelVersionException) when (encodings < MaxEncodings)
            {
                // Another model took over between the encoders and the classifier.
            }
        }
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
