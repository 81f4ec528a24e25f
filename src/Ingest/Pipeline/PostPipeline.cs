using System.Collections.Concurrent;
using System.Collections.Immutable;
using System.Diagnostics;
using System.Text.Json;
using Moodstream.Abstractions.Emotions;
using Moodstream.Abstractions.Posts;
using Moodstream.Abstractions.Telemetry;
using Moodstream.Grains.Interfaces.Classifying;
using Moodstream.Grains.Interfaces.Emotions;
using Moodstream.Grains.Interfaces.Erasures;
using Moodstream.Grains.Interfaces.Timelines;
using Moodstream.Ingest.Classifying;
using Moodstream.Ingest.DeadLetters;
using Moodstream.Ingest.Feeding;
using Moodstream.Ingest.Flow;
using Moodstream.Ingest.Options;
using Moodstream.Ingest.Publishing;
using Moodstream.Ingest.Retrying;
using Moodstream.Ingest.Status;
using Moodstream.Ingest.Telemetry;
using Moodstream.Ingest.Timelines;

namespace Moodstream.Ingest.Pipeline;

/// <summary>
/// What is done with posts: read, classify, keep in timelines, publish. A failure that may pass is repeated inside for ever, one that no
/// repetition mends becomes a dead letter.
/// </summary>
/// <remarks>
/// An event is kept before it is published: what is kept is the promise of what its id stands for, and what was promised before is what is
/// published again, though the model of the day may say something else.
/// </remarks>
internal sealed class PostPipeline : IDisposable
{
    private readonly PostParser _parser;
    private readonly PatientClassifier _classifier;
    private readonly EmotionPublisher _events;
    private readonly DeadLetterPublisher _deadLetters;
    private readonly ITimelineWriter _timelines;
    private readonly IErasedUsers _erased;
    private readonly ImmutableArray<IEmotionFeed> _feeds;
    private readonly IPostPreviewer? _previewer;
    private readonly IngestOptions _options;
    private readonly Retries _keeping;
    private readonly IngestMonitor _monitor;
    private readonly TimeProvider _time;
    private readonly ConcurrentDictionary<BatchKind, SemaphoreSlim> _slots = new();

    public PostPipeline(
        PostParser parser,
        PatientClassifier classifier,
        EmotionPublisher events,
        DeadLetterPublisher deadLetters,
        ITimelineWriter timelines,
        IErasedUsers erased,
        IEnumerable<IEmotionFeed> feeds,
        IPostPreviewer? previewer,
        Backoff backoff,
        IngestOptions options,
        MembershipFence fence,
        IngestMonitor monitor,
        TimeProvider time)
    {
        Fence = fence;
        _parser = parser;
        _classifier = classifier;
        _events = events;
        _deadLetters = deadLetters;
        _timelines = timelines;
        _erased = erased;
        _feeds = [.. feeds];
        _previewer = previewer;
        _options = options;
        _keeping = new Retries("timeline", static _ => true, backoff, monitor);
        _monitor = monitor;
        _time = time;
        Budget = new InFlightBudget(options.MaxPosts, options.MaxBytes);
    }

    /// <summary>Bounds what all lanes together have in flight.</summary>
    public InFlightBudget Budget { get; }

    /// <summary>What keeps this silo from publishing after a standstill.</summary>
    public MembershipFence Fence { get; }

    /// <summary>Waits for one of the slots that all lanes share for posts of a kind; dispose the answer to give it back.</summary>
    /// <param name="kind">The kind: posts that need a slow device do not take the slots of the others.</param>
    /// <param name="cancellationToken">Gives up waiting.</param>
    public async Task<IDisposable> EnterBatchAsync(BatchKind kind, CancellationToken cancellationToken)
    {
        var slots = _slots.GetOrAdd(kind, static (kind, options) => new SemaphoreSlim(SlotsOf(kind, options)), _options);
        await slots.WaitAsync(cancellationToken);
        return new Slot(slots);
    }

    /// <summary>Reads a message; where it is no post, it has failed.</summary>
    public void Read(ConsumedPost post)
    {
        post.Activity = TraceContext.Start(post);
        var parsed = _parser.Parse(post.Message.Message.Value, ReceivedAt(post));
        if (parsed.IsPost)
        {
            post.Post = parsed.Post;
        }
        else
        {
            post.Fail(parsed.Failure);
        }
    }

    /// <summary>
    /// Classifies a batch of complete posts and publishes what came out. A batch with a post that makes the classifier fail
    /// gives its slot back early: it may take long to find out whose fault it is, and others must go on for that.
    /// </summary>
    /// <param name="partition">Their partition.</param>
    /// <param name="batch">The posts, in their order.</param>
    /// <param name="slot">The batch's slot; null where it goes without.</param>
    /// <param name="leave">
    /// Takes posts that need a device, though others that bring the same do not: they leave the batch and are to come again. Null where the
    /// batch waits for devices.
    /// </param>
    /// <param name="cancellationToken">Ends it at once.</param>
    /// <param name="draining">Ends it unless it is done within seconds.</param>
    /// <returns>Posts that wait for earlier ones of their users, ready for <see cref="PublishHeldAsync"/>.</returns>
    /// <exception cref="OperationCanceledException">It was told to end; the posts are not finished.</exception>
    public async Task<IReadOnlyList<ConsumedPost>> ProcessAsync(
        int partition,
        List<ConsumedPost> batch,
        IDisposable? slot,
        Action<ConsumedPost>? leave,
        CancellationToken cancellationToken,
        CancellationToken draining)
    {
        using var activity = StartBatch(partition, batch);
        IngestTelemetry.BatchSize.Record(batch.Count);
        var started = _time.GetTimestamp();
        var outcomes = await _classifier.ClassifyAsync(
            [.. batch.Select(static p => p.Post!)], leave is not null, () => slot?.Dispose(), cancellationToken, draining);
        StageTelemetry.Record("classify", _time.GetElapsedTime(started));
        Take(batch, outcomes, leave);

        await KeepAsync(partition, batch, cancellationToken);
        slot?.Dispose();

        var held = new List<ConsumedPost>();
        await PublishAllAsync(partition, batch, held, cancellationToken);
        return held;
    }

    /// <summary>Hands a part to its post, and publishes the event that it carries, if it carries one.</summary>
    /// <exception cref="OperationCanceledException">It was told to end; the part is not finished.</exception>
    public async Task ProcessPartAsync(int partition, ConsumedPost post, CancellationToken cancellationToken, CancellationToken draining)
    {
        // Its event may be carried by another part, whose preview is to show this one as well.
        await PreviewAsync(post.Post!, cancellationToken);
        Take(post, await _classifier.AddAsync(post.Post!, cancellationToken, draining));
        await KeepAsync(partition, [post], cancellationToken);
        if (post.Event is { } emotion)
        {
            await post.Part!.CarryAsync(emotion.Revision).WaitAsync(draining);
        }
        else if (post.Failure is null)
        {
            _monitor.Absorbed();
        }

        await PublishAllAsync(partition, [post], [], cancellationToken);
    }

    /// <summary>Publishes what was kept of a complete post once the earlier posts of its user are published.</summary>
    /// <exception cref="OperationCanceledException">It was told to end; the post is not finished.</exception>
    public async Task PublishHeldAsync(int partition, ConsumedPost held, CancellationToken cancellationToken, CancellationToken draining)
    {
        await held.Turn!.Ready.WaitAsync(draining);
        await PublishAllAsync(partition, [held], [], cancellationToken);
    }

    /// <summary>Puts a post aside that can never be classified or published.</summary>
    public async Task DeadLetterAsync(ConsumedPost post, CancellationToken cancellationToken)
    {
        post.Activity?.SetStatus(ActivityStatusCode.Error, post.Failure!.Type);
        await _deadLetters.PublishAsync(post, post.Failure!, cancellationToken);
    }

    public void Dispose()
    {
        foreach (var slots in _slots.Values)
        {
            slots.Dispose();
        }
    }

    private static Activity? StartBatch(int partition, List<ConsumedPost> batch)
    {
        if (!IngestTelemetry.Source.HasListeners())
        {
            return null;
        }

        var links = batch.Where(static p => p.Activity is not null).Select(static p => new ActivityLink(p.Activity!.Context));
        return IngestTelemetry.Source.StartActivity(
            "classify batch",
            ActivityKind.Internal,
            default(ActivityContext),
            [new("moodstream.batch.size", batch.Count), new("messaging.destination.partition.id", partition)],
            links);
    }

    /// <summary>Posts wait for devices within their slots, so that there must be more of these than devices ask for at a time.</summary>
    private static int SlotsOf(BatchKind kind, IngestOptions options) =>
        kind.NeedsDevice ? options.MaxBatchesInFlight * options.MaxPictureBatchPosts : options.MaxBatchesInFlight;

    /// <summary>Takes the outcomes of a batch; what is left to come again has left the batch before others can work on it.</summary>
    private static void Take(List<ConsumedPost> batch, ImmutableArray<PostOutcome> outcomes, Action<ConsumedPost>? leave)
    {
        List<ConsumedPost> left = [];
        var kept = 0;
        for (var i = 0; i < outcomes.Length; i++)
        {
            if (outcomes[i].IsLater)
            {
                left.Add(batch[i]);
            }
            else
            {
                Take(batch[i], outcomes[i]);
                batch[kept++] = batch[i];
            }
        }

        batch.RemoveRange(kept, batch.Count - kept);
        foreach (var post in left)
        {
            leave!(post);
        }
    }

    private static void Take(ConsumedPost post, PostOutcome outcome)
    {
        if (outcome.Failure is { } failure)
        {
            post.Fail(failure);
        }
        else if (outcome.Event is { } emotion)
        {
            post.Event = emotion;
            post.Json = EmotionJson.Write(emotion);
            post.Activity?.SetTag("moodstream.emotion", emotion.Emotion);
        }
        else
        {
            post.AbsorbedIn = outcome.AbsorbedIn;
        }
    }

    /// <summary>
    /// Keeps events in the timelines, and takes up what was kept under their ids before. The event that a part is absorbed in is kept with the part
    /// as well: where it cannot be, each of its parts has to become a dead letter, whoever carries it.
    /// </summary>
    private async Task KeepAsync(int partition, List<ConsumedPost> posts, CancellationToken cancellationToken)
    {
        var kept = new List<ConsumedPost>(posts.Count);
        var entries = ImmutableArray.CreateBuilder<TimelineEntry>(posts.Count);
        foreach (var post in posts)
        {
            if ((post.Event ?? post.AbsorbedIn) is { } emotion)
            {
                kept.Add(post);
                entries.Add(Entry(post, emotion));
            }
        }

        if (kept.Count == 0)
        {
            return;
        }

        var started = _time.GetTimestamp();
        var sent = entries.DrainToImmutable();
        foreach (var unstored in await _keeping.RunAsync(() => _timelines.AppendAsync(partition, sent, cancellationToken), cancellationToken))
        {
            Settle(kept[unstored.Index], unstored);
        }

        StageTelemetry.Record("keep", _time.GetElapsedTime(started));
    }

    private static TimelineEntry Entry(ConsumedPost post, EmotionEvent emotion) => new()
    {
        Post = emotion.Post,
        Revision = emotion.Revision,
        CreatedAt = emotion.CreatedAt,
        ReceivedAt = emotion.ReceivedAt,
        Emotion = emotion.Emotion,
        Content = post.Post!.IsPart ? 0 : ContentDigest.Of(post.Post),
        Json = post.Json ?? EmotionJson.Write(emotion),
    };

    private static void Settle(ConsumedPost post, UnstoredEntry unstored)
    {
        switch (unstored.Reason)
        {
            case UnstoredReason.Repeated when post.Event is not null:
                post.Json = unstored.Json!;
                post.Event = JsonSerializer.Deserialize(unstored.Json, EmotionJson.Default.EmotionEvent)! with { ReceivedAt = post.Event.ReceivedAt };
                break;
            case UnstoredReason.Conflict:
                post.Fail(new PostFailure(
                    "post-conflict", "An event of another post with the same user and id is published; give each post an id of its own."));
                break;
            case UnstoredReason.Expired:
                post.Fail(PostFailure.Expired);
                break;
            case UnstoredReason.Erased:
                (post.Event, post.Json) = (null, null);
                break;
        }
    }

    /// <summary>Publishes what is to be said of posts.</summary>
    /// <param name="partition">Their partition.</param>
    /// <param name="posts">The posts, in their order.</param>
    /// <param name="held">Receives those that wait for earlier posts of their users.</param>
    /// <param name="cancellationToken">Ends it.</param>
    private async Task PublishAllAsync(int partition, IReadOnlyList<ConsumedPost> posts, List<ConsumedPost> held, CancellationToken cancellationToken)
    {
        await Fence.PassAsync(cancellationToken);
        var started = _time.GetTimestamp();
        var batch = _events.Begin();
        List<Task>? deadLetters = null;
        foreach (var post in posts)
        {
            if (post.Turn is { IsReady: false })
            {
                held.Add(post);
                continue;
            }

            if (post.Failure is not null)
            {
                (deadLetters ??= []).Add(DeadLetterAsync(post, cancellationToken));
            }
            else if (post.Event is not null)
            {
                batch.Add(post);
            }

            post.LetOthersPass();
        }

        foreach (var refused in await batch.CompleteAsync(cancellationToken))
        {
            refused.Fail(new PostFailure("event-too-large", "The post's event is larger than the server takes; shorten its ids, or raise the limit of the topic of events."));
            (deadLetters ??= []).Add(DeadLetterAsync(refused, cancellationToken));
        }

        await Task.WhenAll(deadLetters ?? []);
        await RepeatErasuresAsync(batch.Posts, cancellationToken);
        StageTelemetry.Record("publish", _time.GetElapsedTime(started));
        await ShowAsync(partition, batch.Posts, cancellationToken);
    }

    /// <summary>An event that was kept before an erasure and published after it stands behind the tombstone: it needs another.</summary>
    private async Task RepeatErasuresAsync(IReadOnlyList<ConsumedPost> published, CancellationToken cancellationToken)
    {
        foreach (var user in published.Where(post => _erased.Covers(post.Event!)).Select(static post => post.Event!.UserId).Distinct())
        {
            await _events.PublishErasureAsync(user, cancellationToken);
        }
    }

    private async Task ShowAsync(int partition, IReadOnlyList<ConsumedPost> published, CancellationToken cancellationToken)
    {
        if (published.Count == 0)
        {
            return;
        }

        var shown = new List<ShownEvent>(published.Count);
        foreach (var post in published)
        {
            shown.Add(new ShownEvent(post.Event!, post.Json, await PreviewAsync(post.Post!, cancellationToken)));
        }

        foreach (var feed in _feeds)
        {
            feed.Show(partition, shown);
        }
    }

#pragma warning disable CA1031 // What is only for show must not keep a post from being finished.
    private async ValueTask<PostPreview?> PreviewAsync(SocialPost post, CancellationToken cancellationToken)
    {
        if (_previewer is null)
        {
            return null;
        }

        try
        {
            return await _previewer.PreviewAsync(post).WaitAsync(cancellationToken);
        }
        catch (Exception exception) when (!cancellationToken.IsCancellationRequested)
        {
            _monitor.Failed("Making a preview", exception);
            return null;
        }
    }
#pragma warning restore CA1031

    /// <summary>When the message came to Kafka; the moment of reading where it does not tell, or tells a time that cannot be.</summary>
    private DateTimeOffset ReceivedAt(ConsumedPost post)
    {
        var now = _time.GetUtcNow();
        var timestamp = post.Message.Message.Timestamp;
        return timestamp.Type != Confluent.Kafka.TimestampType.NotAvailable && timestamp.UnixTimestampMs >= 0 && timestamp.UnixTimestampMs < now.ToUnixTimeMilliseconds()
            ? DateTimeOffset.FromUnixTimeMilliseconds(timestamp.UnixTimestampMs)
            : now;
    }

    private sealed class Slot(SemaphoreSlim slots) : IDisposable
    {
        private int _released;

        public void Dispose()
        {
            if (Interlocked.Exchange(ref _released, 1) == 0)
            {
                slots.Release();
            }
        }
    }
}
