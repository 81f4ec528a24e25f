using System.Collections.Immutable;
using System.Diagnostics;
using Moodstream.Abstractions.Emotions;
using Moodstream.Abstractions.Posts;
using Moodstream.Abstractions.Telemetry;
using Moodstream.Grains.Interfaces.Classifying;
using Moodstream.Grains.Interfaces.Emotions;
using Moodstream.Grains.Interfaces.Timelines;
using Moodstream.Ingest.Classifying;
using Moodstream.Ingest.DeadLetters;
using Moodstream.Ingest.Feeding;
using Moodstream.Ingest.Flow;
using Moodstream.Ingest.Kafka;
using Moodstream.Ingest.Options;
using Moodstream.Ingest.Publishing;
using Moodstream.Ingest.Retrying;
using Moodstream.Ingest.Status;
using Moodstream.Ingest.Telemetry;
using Moodstream.Ingest.Timelines;

namespace Moodstream.Ingest.Pipeline;

/// <summary>
/// What is done with posts: read, classify, publish, append to timelines. A method that returns has done all of it; a
/// failure that may pass is repeated inside for ever, one that no repetition mends becomes a dead letter.
/// </summary>
internal sealed class PostPipeline : IDisposable
{
    private readonly PostParser _parser;
    private readonly PatientClassifier _classifier;
    private readonly EmotionPublisher _events;
    private readonly DeadLetterPublisher _deadLetters;
    private readonly ITimelineWriter _timelines;
    private readonly IEmotionFeed _feed;
    private readonly IPostPreviewer? _previewer;
    private readonly Retries _appending;
    private readonly IngestMonitor _monitor;
    private readonly TimeProvider _time;
    private readonly SemaphoreSlim _slots;

    public PostPipeline(
        PostParser parser,
        PatientClassifier classifier,
        EmotionPublisher events,
        DeadLetterPublisher deadLetters,
        ITimelineWriter timelines,
        IEmotionFeed feed,
        IPostPreviewer? previewer,
        Backoff backoff,
        IngestOptions options,
        IngestMonitor monitor,
        TimeProvider time)
    {
        _parser = parser;
        _classifier = classifier;
        _events = events;
        _deadLetters = deadLetters;
        _timelines = timelines;
        _feed = feed;
        _previewer = previewer;
        _appending = new Retries("timeline", static _ => true, backoff, monitor);
        _monitor = monitor;
        _time = time;
        _slots = new SemaphoreSlim(options.MaxBatchesInFlight);
        Budget = new InFlightBudget(options.MaxPosts, options.MaxBytes);
    }

    /// <summary>Bounds what all lanes together have in flight.</summary>
    public InFlightBudget Budget { get; }

    /// <summary>Waits for one of the slots that all lanes share; dispose the answer to give it back.</summary>
    public async Task<IDisposable> EnterBatchAsync(CancellationToken cancellationToken)
    {
        await _slots.WaitAsync(cancellationToken);
        return new Slot(_slots);
    }

    /// <summary>Reads a message and gives it its span and its place in the order of publication.</summary>
    /// <param name="order">The order of its partition.</param>
    /// <param name="post">The message.</param>
    /// <returns>Why it is no post, or null where it is one.</returns>
    public PostFailure? Read(KeyedOrder<PostKey> order, ConsumedPost post)
    {
        post.Activity = TraceContext.Start(post);
        var parsed = _parser.Parse(post.Message.Message.Value, ReceivedAt(post));
        if (!parsed.IsPost)
        {
            return parsed.Failure;
        }

        post.Post = parsed.Post;
        post.Activity?.SetTag("moodstream.post.id", parsed.Post.Id);
        // A user's complete posts are published in their order, and so are the events of a post in parts; a part must
        // not hold up the user's other posts for the length of the parts window.
        post.Turn = order.Enter(parsed.Post.IsPart ? parsed.Post.Key : new PostKey(parsed.Post.UserId, string.Empty));
        return null;
    }

    /// <summary>
    /// Classifies a batch of complete posts and publishes what came out. A batch with a post that makes the classifier fail
    /// gives its slot back early: it may take long to find out whose fault it is, and others must go on for that.
    /// </summary>
    public async Task ProcessAsync(int partition, IReadOnlyList<ConsumedPost> batch, IDisposable slot, CancellationToken cancellationToken)
    {
        using var activity = StartBatch(partition, batch);
        IngestTelemetry.BatchSize.Record(batch.Count);
        var started = _time.GetTimestamp();
        var outcomes = await _classifier.ClassifyAsync([.. batch.Select(static p => p.Post!)], slot.Dispose, cancellationToken);
        StageTelemetry.Record("classify", _time.GetElapsedTime(started));
        await PublishAsync(partition, batch, outcomes, cancellationToken);
    }

    /// <summary>Hands a part to its post, and publishes the event that it carries, if it carries one.</summary>
    public async Task ProcessPartAsync(int partition, ConsumedPost post, CancellationToken cancellationToken)
    {
        var outcome = await _classifier.AddAsync(post.Post!, cancellationToken);
        await PublishAsync(partition, [post], [outcome], cancellationToken);
    }

    /// <summary>Puts a post aside that can never be classified.</summary>
    public async Task DeadLetterAsync(ConsumedPost post, PostFailure failure, CancellationToken cancellationToken)
    {
        post.Activity?.SetStatus(ActivityStatusCode.Error, failure.Type);
        await _deadLetters.PublishAsync(post, failure, cancellationToken);
    }

    public void Dispose() => _slots.Dispose();

    private static Activity? StartBatch(int partition, IReadOnlyList<ConsumedPost> batch)
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

    private async Task PublishAsync(
        int partition, IReadOnlyList<ConsumedPost> posts, ImmutableArray<PostOutcome> outcomes, CancellationToken cancellationToken)
    {
        var started = _time.GetTimestamp();
        var work = new List<Task>(posts.Count + 1);
        var events = ImmutableArray.CreateBuilder<EmotionEvent>(posts.Count);
        for (var i = 0; i < posts.Count; i++)
        {
            var post = posts[i];
            await post.Turn!.Ready.WaitAsync(cancellationToken);
            if (outcomes[i].Failure is { } failure)
            {
                work.Add(DeadLetterAsync(post, failure, cancellationToken));
            }
            else if (outcomes[i].Event is { } emotion)
            {
                post.Activity?.SetTag("moodstream.emotion", emotion.Emotion);
                work.Add(_events.PublishAsync(emotion, TraceContext.ParentOfEvent(post), StateOfEvent(post), cancellationToken));
                events.Add(emotion);
            }
            else
            {
                _monitor.Absorbed();
            }

            post.Turn.Pass();
        }

        await Task.WhenAll(work);

        // Only now, so that an event which the timeline refuses is on the topic before its erasure, and one which it takes
        // is there before an erasure that comes later.
        var appends = events.GroupBy(static e => TimelineShards.Of(e.UserId)).Select(shard => AppendAsync(shard.Key, [.. shard], cancellationToken));
        var refused = (await Task.WhenAll(appends)).SelectMany(static e => e).ToLookup(static e => e.EventId, static e => e.UserId);
        foreach (var user in refused.SelectMany(static users => users).Distinct())
        {
            await _events.PublishErasureAsync(user, cancellationToken);
        }

        StageTelemetry.Record("publish", _time.GetElapsedTime(started));
        if (events.Where(e => !refused.Contains(e.EventId)).ToImmutableArray() is { IsEmpty: false } shown)
        {
            _feed.Show(new EmotionBatch(partition, shown) { Previews = await PreviewsAsync(posts, shown) });
        }
    }

    private async Task<ImmutableDictionary<string, PostPreview>> PreviewsAsync(IReadOnlyList<ConsumedPost> posts, ImmutableArray<EmotionEvent> shown)
    {
        if (_previewer is null)
        {
            return ImmutableDictionary<string, PostPreview>.Empty;
        }

        var byPost = posts.Where(static p => p.Post is not null).ToLookup(static p => p.Post!.Key, static p => p.Post!);
        var previews = ImmutableDictionary.CreateBuilder<string, PostPreview>(StringComparer.Ordinal);
        foreach (var emotion in shown)
        {
            if (await _previewer.PreviewAsync(byPost[emotion.Post].First()) is { } preview)
            {
                previews[emotion.EventId] = preview;
            }
        }

        return previews.ToImmutable();
    }

    private Task<ImmutableArray<EmotionEvent>> AppendAsync(int shard, ImmutableArray<EmotionEvent> events, CancellationToken cancellationToken) =>
        _appending.RunAsync(() => _timelines.AppendAsync(shard, events, cancellationToken), cancellationToken);

    private static string? StateOfEvent(ConsumedPost post) =>
        post.Activity is { } activity ? activity.TraceStateString : post.Header(TraceHeaders.State);

    /// <summary>When the message came to Kafka; the moment of reading where it does not tell, or tells a time to come.</summary>
    private DateTimeOffset ReceivedAt(ConsumedPost post)
    {
        var now = _time.GetUtcNow();
        var timestamp = post.Message.Message.Timestamp;
        if (timestamp.Type == Confluent.Kafka.TimestampType.NotAvailable)
        {
            return now;
        }

        var sent = DateTimeOffset.FromUnixTimeMilliseconds(timestamp.UnixTimestampMs);
        return sent < now ? sent : now;
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
