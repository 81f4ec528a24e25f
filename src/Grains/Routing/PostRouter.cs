using System.Collections.Immutable;
using Moodstream.Abstractions.Emotions;
using Moodstream.Abstractions.Models;
using Moodstream.Abstractions.Posts;
using Moodstream.Abstractions.Telemetry;
using Moodstream.Grains.Interfaces.Classifying;
using Moodstream.Grains.Telemetry;
using Orleans.Concurrency;

namespace Moodstream.Grains.Routing;

/// <inheritdoc cref="IPostRouter"/>
/// <remarks>Reentrant, so that a batch which waits for pictures does not hold up a batch of words.</remarks>
[StatelessWorker, Reentrant]
internal sealed class PostRouter(PostJudge judge, TimeProvider time) : Grain, IPostRouter
{
    /// <inheritdoc/>
    public async Task<ImmutableArray<PostOutcome>> Classify(ImmutableArray<SocialPost> posts)
    {
        if (posts.IsDefaultOrEmpty)
        {
            return [];
        }

        var answers = await AnswerAsync(posts);
        return [.. answers.Select(answer => answer.Outcome)];
    }

    /// <inheritdoc/>
    public async Task<ExplainedPost> Explain(SocialPost post)
    {
        var (outcome, verdict) = (await AnswerAsync([post]))[0];
        return new ExplainedPost(outcome, verdict?.Opinions ?? []);
    }

    private async Task<(PostOutcome Outcome, Verdict? Verdict)[]> AnswerAsync(ImmutableArray<SocialPost> posts)
    {
        using var span = GrainsTelemetry.Source.StartActivity("classify posts");
        span?.SetTag("moodstream.batch.size", posts.Length);
        var started = time.GetUtcNow();
        var judged = await judge.JudgeAsync(posts);
        return [.. posts.Zip(judged, (post, judgement) => (
            judgement.Verdict is { } verdict
                ? PostOutcome.Classified(Event(post, judgement.Encoded, verdict, started))
                : PostOutcome.Failed(judgement.Encoded.Failure!),
            judgement.Verdict))];
    }

    private EmotionEvent Event(SocialPost post, EncodedPost encoded, Verdict verdict, DateTimeOffset started)
    {
        var queued = post.ReceivedAt == default ? TimeSpan.Zero : started - post.ReceivedAt;
        var emotion = EmotionEvents.Create(
            post.Key, (post.CreatedAt, post.ReceivedAt), 1, EmotionStatus.Final, encoded.Embeddings, verdict, queued, time.GetUtcNow());
        StageTelemetry.Record(emotion.Timings);
        return emotion;
    }
}
