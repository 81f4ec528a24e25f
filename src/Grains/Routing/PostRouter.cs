using System.Collections.Immutable;
using Moodstream.Abstractions.Emotions;
using Moodstream.Abstractions.Models;
using Moodstream.Abstractions.Posts;
using Moodstream.Grains.Fusion;
using Moodstream.Grains.Interfaces.Classifying;
using Moodstream.Grains.Telemetry;
using Orleans.Concurrency;

namespace Moodstream.Grains.Routing;

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
            try
            {
                var encoded = await encoder.Encode(posts);
                var readable = Enumerable.Range(0, posts.Length).Where(i => encoded[i].Failure is null).ToArray();
                return readable.Length == 0
                    ? (encoded, readable, [])
                    : (encoded, readable, await GrainFactory.GetGrain<IFusionClassifier>(0).Classify([.. readable.Select(i => encoded[i].Embeddings)]));
            }
            catch (ModelVersionException) when (encodings < PostEncoder.MaxEncodings)
            {
                // Another model took over between the encoders, or between them and the classifier.
            }
        }
    }

    private EmotionEvent Event(SocialPost post, EncodedPost encoded, Verdict verdict, DateTimeOffset started)
    {
        var queued = post.ReceivedAt == default ? TimeSpan.Zero : started - post.ReceivedAt;
        var emotion = EmotionEvents.Create(
            post.Key, post.CreatedAt, 1, EmotionStatus.Final, encoded.Embeddings, verdict, queued, time.GetUtcNow());
        GrainsTelemetry.Record(emotion.Timings);
        return emotion;
    }
}
