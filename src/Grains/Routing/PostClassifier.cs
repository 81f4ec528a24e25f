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
    public async Task<ImmutableArray<PostOutcome>> BeginAsync(
        ImmutableArray<SocialPost> posts, CancellationToken cancellationToken, CancellationToken draining)
    {
        var answers = await AnswerAsync(posts, () => judge.BeginAsync(posts, Patience.Unlimited(draining, cancellationToken))).WaitAsync(cancellationToken);
        return [.. answers.Select(answer => answer.Outcome)];
    }

    /// <inheritdoc/>
    public Task<PostOutcome> AddAsync(SocialPost part, CancellationToken cancellationToken, CancellationToken draining) =>
        EncodeAndAddAsync(part, Patience.Unlimited(draining, cancellationToken)).WaitAsync(cancellationToken);

    /// <summary>Classifies complete posts as revision 1, final.</summary>
    /// <param name="posts">Posts that are complete in themselves.</param>
    /// <param name="patience">How long it may take.</param>
    /// <returns>For each post the outcome, and the verdict where there is one.</returns>
    public Task<(PostOutcome Outcome, Verdict? Verdict)[]> ExplainAsync(ImmutableArray<SocialPost> posts, Patience patience) =>
        AnswerAsync(posts, () => judge.JudgeAsync(posts, patience));

    private async Task<(PostOutcome Outcome, Verdict? Verdict)[]> AnswerAsync(ImmutableArray<SocialPost> posts, Func<Task<JudgedPost[]>> judging)
    {
        using var span = GrainsTelemetry.Source.StartActivity("classify posts");
        span?.SetTag("moodstream.batch.size", posts.Length);
        var judged = await judging();
        var now = time.GetUtcNow();
        var answers = new (PostOutcome Outcome, Verdict? Verdict)[posts.Length];
        StageTimings? slowest = null;
        for (var i = 0; i < answers.Length; i++)
        {
            var (encoded, verdict) = judged[i];
            if (verdict is null)
            {
                answers[i] = (encoded.Failure is { } failure ? PostOutcome.Failed(failure) : PostOutcome.Later, null);
                continue;
            }

            var emotion = Event(posts[i], encoded, verdict, now);
            slowest = emotion.Timings.QueueMs > slowest?.QueueMs || slowest is null ? emotion.Timings : slowest;
            answers[i] = (PostOutcome.Classified(emotion), verdict);
        }

        if (slowest is not null)
        {
            // A post of each batch stands for it: the stages are the batch's, and to measure every post costs more than its words.
            StageTelemetry.Record(slowest);
        }

        return answers;
    }

    private async Task<PostOutcome> EncodeAndAddAsync(SocialPost part, Patience patience)
    {
        var encoded = await encoder.EncodeAsync([part], patience);
        return await grains.GetGrain<IPost>(part.Key.ToString()).Add(part, encoded[0]);
    }

    private static EmotionEvent Event(SocialPost post, EncodedPost encoded, Verdict verdict, DateTimeOffset now) => EmotionEvents.Create(
        post.Key,
        (post.CreatedAt, post.ReceivedAt),
        1,
        EmotionStatus.Final,
        encoded,
        verdict,
        QueueTime.Of(post.ReceivedAt, encoded.Embeddings, now),
        now);
}
