using System.Collections.Immutable;
using Moodstream.Abstractions.Emotions;
using Moodstream.Abstractions.Models;
using Moodstream.Abstractions.Posts;
using Moodstream.Abstractions.Telemetry;
using Moodstream.Grains.Credits;
using Moodstream.Grains.Interfaces.Classifying;
using Moodstream.Grains.Interfaces.Posts;
using Moodstream.Grains.Telemetry;

namespace Moodstream.Grains.Routing;

/// <inheritdoc cref="IPostClassifier"/>
/// <param name="encoder">Encodes parts.</param>
/// <param name="judge">Encodes and classifies whole posts.</param>
/// <param name="grains">Finds the posts of parts.</param>
/// <param name="time">The clock.</param>
internal sealed class PostClassifier(PostEncoder encoder, PostJudge judge, IGrainFactory grains, TimeProvider time) : IPostClassifier
{
    /// <inheritdoc/>
    public async Task<ImmutableArray<PostOutcome>> ClassifyAsync(
        ImmutableArray<SocialPost> posts, CancellationToken cancellationToken, CancellationToken draining)
    {
        var answers = await ExplainAsync(posts, Patience.Unlimited(draining, cancellationToken)).WaitAsync(cancellationToken);
        return [.. answers.Select(answer => answer.Outcome)];
    }

    /// <inheritdoc/>
    public Task<PostOutcome> AddAsync(SocialPost part, CancellationToken cancellationToken, CancellationToken draining) =>
        EncodeAndAddAsync(part, Patience.Unlimited(draining, cancellationToken)).WaitAsync(cancellationToken);

    /// <summary>Classifies complete posts as revision 1, final.</summary>
    /// <param name="posts">Posts that are complete in themselves.</param>
    /// <param name="patience">How long it may take.</param>
    /// <returns>For each post the outcome, and the verdict where there is one.</returns>
    public async Task<(PostOutcome Outcome, Verdict? Verdict)[]> ExplainAsync(ImmutableArray<SocialPost> posts, Patience patience)
    {
        using var span = GrainsTelemetry.Source.StartActivity("classify posts");
        span?.SetTag("moodstream.batch.size", posts.Length);
        var judged = await judge.JudgeAsync(posts, patience);
        return [.. posts.Zip(judged, (post, judgement) => (
            judgement.Verdict is { } verdict
                ? PostOutcome.Classified(Event(post, judgement.Encoded, verdict))
                : PostOutcome.Failed(judgement.Encoded.Failure!),
            judgement.Verdict))];
    }

    private async Task<PostOutcome> EncodeAndAddAsync(SocialPost part, Patience patience)
    {
        var encoded = await encoder.EncodeAsync([part], patience);
        return await grains.GetGrain<IPost>(part.Key.ToString()).Add(part, encoded[0]);
    }

    private EmotionEvent Event(SocialPost post, EncodedPost encoded, Verdict verdict)
    {
        var now = time.GetUtcNow();
        var emotion = EmotionEvents.Create(
            post.Key,
            (post.CreatedAt, post.ReceivedAt),
            1,
            EmotionStatus.Final,
            encoded.Embeddings,
            verdict,
            QueueTime.Of(post.ReceivedAt, encoded.Embeddings, now),
            now);
        StageTelemetry.Record(emotion.Timings);
        return emotion;
    }
}
