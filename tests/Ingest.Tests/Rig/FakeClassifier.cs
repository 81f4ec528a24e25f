using System.Collections.Concurrent;
using System.Collections.Immutable;
using Moodstream.Abstractions.Emotions;
using Moodstream.Abstractions.Models;
using Moodstream.Abstractions.Posts;
using Moodstream.Grains.Interfaces.Classifying;

namespace Moodstream.Ingest.Tests.Rig;

/// <summary>Finds joy in everything; tests hook into its calls to make them wait or fail.</summary>
internal sealed class FakeClassifier : IPostClassifier
{
    private static readonly EmotionDistribution Joy = new(["joy", "fear"], [0.75f, 0.25f]);

    public ConcurrentQueue<ImmutableArray<SocialPost>> Batches { get; } = new();

    public ConcurrentQueue<SocialPost> Parts { get; } = new();

    public Func<ImmutableArray<SocialPost>, Task> BeforeClassify { get; set; } = static _ => Task.CompletedTask;

    public Func<EmotionEvent, EmotionEvent> Change { get; set; } = static emotion => emotion;

    public Func<SocialPost, PostFailure?> FailureOf { get; set; } = static _ => null;

    public Predicate<SocialPost> NeedsDevice { get; set; } = static _ => false;

    public Func<SocialPost, Task<PostOutcome>> OnPart { get; set; } = static part => Task.FromResult(PostOutcome.Classified(EventOf(part)));

    public static EmotionEvent EventOf(SocialPost post, int revision = 1, EmotionStatus status = EmotionStatus.Final) => new()
    {
        PostId = post.Id,
        UserId = post.UserId,
        CreatedAt = post.CreatedAt,
        ClassifiedAt = DateTimeOffset.UtcNow,
        Revision = revision,
        Status = status,
        Emotion = Joy.Top,
        Confidence = Joy.Confidence,
        Probabilities = Joy,
        Modalities = [Modality.Text],
        Opinions = [new Opinion(Modality.Text, Joy.Top, Joy.Confidence)],
        Model = new ModelReference("fake", "1"),
        Timings = new StageTimings(1, 1, 1, 1),
    };

    public async Task<ImmutableArray<PostOutcome>> ClassifyAsync(
        ImmutableArray<SocialPost> posts, CancellationToken cancellationToken, CancellationToken draining)
    {
        Batches.Enqueue(posts);
        await BeforeClassify(posts).WaitAsync(cancellationToken);
        return [.. posts.Select(post => FailureOf(post) is { } failure ? PostOutcome.Failed(failure) : PostOutcome.Classified(Change(EventOf(post))))];
    }

    public async Task<ImmutableArray<PostOutcome>> BeginAsync(
        ImmutableArray<SocialPost> posts, CancellationToken cancellationToken, CancellationToken draining)
    {
        var others = posts.RemoveAll(NeedsDevice);
        var classified = new Queue<PostOutcome>(others.IsEmpty ? [] : await ClassifyAsync(others, cancellationToken, draining));
        return [.. posts.Select(post => NeedsDevice(post) ? PostOutcome.Later : classified.Dequeue())];
    }

    public Task<PostOutcome> AddAsync(SocialPost part, CancellationToken cancellationToken, CancellationToken draining)
    {
        Parts.Enqueue(part);
        return OnPart(part).WaitAsync(cancellationToken);
    }
}
